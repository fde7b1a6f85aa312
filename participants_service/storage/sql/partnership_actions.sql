-- name: insert_partnership_action
-- What a lead provider did with a partnership; nothing ever changes or removes it.
INSERT INTO partnership_actions (
       partnership_id, id, lead_provider_id, action, delivery_partner_id, previous_partner_id,
       acted_at, recorded_at)
VALUES (
       :partnership_id, :id, :lead_provider_id, :action, :delivery_partner_id,
       :previous_partner_id, :acted_at, :recorded_at);

-- name: select_partnership_actions
-- What was done with a partnership, in the order in which it was recorded.
SELECT a.partnership_id,
       a.id,
       a.lead_provider_id,
       a.delivery_partner_id,
       a.previous_partner_id,
       a.acted_at,
       a.recorded_at
  FROM partnership_actions AS a
 WHERE a.partnership_id = :partnership_id
 ORDER BY a.recorded_at, a.id;
