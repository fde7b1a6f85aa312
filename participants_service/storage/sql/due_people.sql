-- name: select_keys
-- Who sees or saw these people in which resource, and who is going to.
SELECT 'participant' AS resource,
       v.lead_provider_id,
       v.participant_id AS id,
       NULL::date AS comes_on
  FROM participant_views AS v
 WHERE v.participant_id = ANY (:ids::uuid[])
 UNION ALL
SELECT 'participant-transfer',
       v.lead_provider_id,
       v.participant_id,
       NULL
  FROM transfer_views AS v
 WHERE v.participant_id = ANY (:ids)
 UNION ALL
SELECT 'unfunded-mentor',
       v.lead_provider_id,
       v.participant_id,
       NULL
  FROM unfunded_mentor_views AS v
 WHERE v.participant_id = ANY (:ids)
 UNION ALL
SELECT c.resource,
       c.lead_provider_id,
       c.participant_id,
       c.comes_on
  FROM coming_views AS c
 WHERE c.participant_id = ANY (:ids);

-- name: select_coming
-- Which views of some people are to come.
SELECT c.lead_provider_id,
       c.participant_id AS id,
       c.comes_on
  FROM coming_views AS c
 WHERE c.participant_id = ANY (:ids::uuid[])
   AND c.resource = :resource
   AND (:lead_provider_id::uuid IS NULL OR c.lead_provider_id = :lead_provider_id);

-- name: upsert_coming
-- A view is going to come, or on another day than was said before.
INSERT INTO coming_views AS c (lead_provider_id, participant_id, resource, comes_on)
SELECT n.lead_provider_id,
       n.participant_id,
       :resource,
       n.comes_on
  FROM unnest(:lead_provider_ids::uuid[], :ids::text[]::uuid[], :comes_on::date[])
       AS n (lead_provider_id, participant_id, comes_on)
    ON CONFLICT ON CONSTRAINT coming_views_pkey DO UPDATE
   SET comes_on = excluded.comes_on;

-- name: delete_coming
-- A view has come, or is not going to.
DELETE FROM coming_views AS c
 USING unnest(:lead_provider_ids::uuid[], :ids::text[]::uuid[])
       AS k (lead_provider_id, participant_id)
 WHERE c.lead_provider_id = k.lead_provider_id
   AND c.participant_id = k.participant_id
   AND c.resource = :resource;

-- name: select_due
-- People of whom some provider's view changes by itself today or should have done so before.
SELECT v.participant_id AS id
  FROM participant_views AS v
 WHERE v.flips_on <= :today
 UNION
SELECT v.participant_id
  FROM transfer_views AS v
 WHERE v.flips_on <= :today
 UNION
SELECT v.participant_id
  FROM unfunded_mentor_views AS v
 WHERE v.flips_on <= :today
 UNION
SELECT c.participant_id
  FROM coming_views AS c
 WHERE c.comes_on <= :today
 ORDER BY id
 LIMIT :at_most;

-- name: count_due
-- How much the daily tick has to do.
SELECT count(*)
  FROM (SELECT v.participant_id
          FROM participant_views AS v
         WHERE v.flips_on <= :today
         UNION
        SELECT v.participant_id
          FROM transfer_views AS v
         WHERE v.flips_on <= :today
         UNION
        SELECT v.participant_id
          FROM unfunded_mentor_views AS v
         WHERE v.flips_on <= :today
         UNION
        SELECT c.participant_id
          FROM coming_views AS c
         WHERE c.comes_on <= :today) AS d;

-- name: select_due_of_provider
-- The same for one provider, whose reading waits for it.
SELECT v.participant_id AS id
  FROM participant_views AS v
 WHERE v.lead_provider_id = :lead_provider_id
   AND v.flips_on <= :today
 UNION
SELECT v.participant_id
  FROM transfer_views AS v
 WHERE v.lead_provider_id = :lead_provider_id
   AND v.flips_on <= :today
 UNION
SELECT v.participant_id
  FROM unfunded_mentor_views AS v
 WHERE v.lead_provider_id = :lead_provider_id
   AND v.flips_on <= :today
 UNION
SELECT c.participant_id
  FROM coming_views AS c
 WHERE c.lead_provider_id = :lead_provider_id
   AND c.comes_on <= :today
 ORDER BY id
 LIMIT :at_most;

-- name: select_people_after
-- All people, and whoever has a view without being there, in batches by id. Each table is walked
-- along its own index, and no further than a batch can reach.
(SELECT t.id
   FROM teachers AS t
  WHERE t.id > :after
  ORDER BY t.id
  LIMIT :at_most)
 UNION
(SELECT v.participant_id
   FROM participant_views AS v
  WHERE v.participant_id > :after
  GROUP BY v.participant_id
  ORDER BY v.participant_id
  LIMIT :at_most)
 UNION
(SELECT v.participant_id
   FROM transfer_views AS v
  WHERE v.participant_id > :after
  GROUP BY v.participant_id
  ORDER BY v.participant_id
  LIMIT :at_most)
 UNION
(SELECT v.participant_id
   FROM unfunded_mentor_views AS v
  WHERE v.participant_id > :after
  GROUP BY v.participant_id
  ORDER BY v.participant_id
  LIMIT :at_most)
 UNION
(SELECT c.participant_id
   FROM coming_views AS c
  WHERE c.participant_id > :after
  GROUP BY c.participant_id
  ORDER BY c.participant_id
  LIMIT :at_most)
 ORDER BY id
 LIMIT :at_most;

-- name: count_people
-- How much a rebuild has to do; merged people count too.
SELECT count(*)
  FROM teachers;
