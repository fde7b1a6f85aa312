-- name: insert_provider_action
-- One action of a lead provider; nothing ever changes or removes it.
INSERT INTO provider_actions (
       participant_id, id, lead_provider_id, action, request, changes, acted_at, recorded_at)
VALUES (
       :participant_id, :id, :lead_provider_id, :action, :request::text::jsonb,
       :changes::text::jsonb, :acted_at, :recorded_at);

-- name: select_provider_actions
-- What lead providers did with a person, in the order in which it was recorded.
SELECT a.id,
       a.lead_provider_id,
       a.action,
       a.request::text AS request,
       a.changes::text AS changes,
       a.acted_at,
       a.recorded_at
  FROM provider_actions AS a
 WHERE a.participant_id = :participant_id
 ORDER BY a.recorded_at, a.id;
