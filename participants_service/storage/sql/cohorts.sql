-- name: select_cohorts
-- All of them: there is one more each year.
SELECT c.year,
       c.started_on,
       c.finished_on,
       c.enabled,
       c.payments_frozen_at,
       c.uplift_fees_enabled,
       c.mentor_funding_enabled,
       c.detailed_evidence_types_enabled
  FROM cohorts AS c
 ORDER BY c.year;

-- name: select_schedules
SELECT s.cohort,
       s.identifier
  FROM schedules AS s;

-- name: select_milestones
SELECT m.cohort,
       m.schedule_identifier,
       m.declaration_type,
       m.start_date,
       m.milestone_date
  FROM milestones AS m
 WHERE m.cohort = :cohort;

-- name: upsert_cohort
INSERT INTO cohorts AS c (
       year,
       started_on,
       finished_on,
       enabled,
       payments_frozen_at,
       uplift_fees_enabled,
       mentor_funding_enabled,
       detailed_evidence_types_enabled)
VALUES (:year,
       :started_on,
       :finished_on,
       :enabled,
       :payments_frozen_at,
       :uplift_fees_enabled,
       :mentor_funding_enabled,
       :detailed_evidence_types_enabled)
    ON CONFLICT ON CONSTRAINT cohorts_pkey DO UPDATE
   SET started_on                      = excluded.started_on,
       finished_on                     = excluded.finished_on,
       enabled                         = excluded.enabled,
       payments_frozen_at              = excluded.payments_frozen_at,
       uplift_fees_enabled             = excluded.uplift_fees_enabled,
       mentor_funding_enabled          = excluded.mentor_funding_enabled,
       detailed_evidence_types_enabled = excluded.detailed_evidence_types_enabled;

-- name: insert_schedules
INSERT INTO schedules (cohort, identifier)
SELECT :cohort::integer, n.identifier
  FROM unnest(:identifiers::text[]) AS n (identifier);

-- name: insert_milestones
INSERT INTO milestones (
       cohort, schedule_identifier, declaration_type, start_date, milestone_date)
SELECT :cohort::integer, n.schedule_identifier, n.declaration_type, n.start_date, n.milestone_date
  FROM unnest(
           :schedules::text[], :declaration_types::text[], :start_dates::date[],
           :milestone_dates::date[]
       ) AS n (schedule_identifier, declaration_type, start_date, milestone_date);
