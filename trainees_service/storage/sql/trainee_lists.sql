-- name: select_page
-- A page by its number, with the size of the whole list and the head of the journal as they are in
-- the same moment. Keys are counted and passed over within the index; the database joins the bodies
-- of the page, because to take a thousand rows apart would cost far more. States are asked for
-- apart for courses that have started by today and for those that have not.
  WITH page AS (
           SELECT v.updated_at,
                  v.trainee_id
             FROM trainee_views AS v
            WHERE v.provider_id = :provider_id
              AND v.start_cycle = :start_cycle
              AND v.updated_at >= :since
              AND (:has_trn::boolean IS NULL OR v.has_trn = :has_trn)
              AND (:started::text[] IS NULL
                   OR v.state = ANY (CASE WHEN v.itt_start_date <= :today
                                          THEN :started ELSE :not_started::text[] END))
            ORDER BY v.updated_at DESC, v.trainee_id DESC
            LIMIT :size OFFSET :offset)
SELECT h.position,
       h.changed_at,
       (SELECT count(*)
          FROM trainee_views AS v
         WHERE v.provider_id = :provider_id
           AND v.start_cycle = :start_cycle
           AND v.updated_at >= :since
           AND (:has_trn::boolean IS NULL OR v.has_trn = :has_trn)
           AND (:started::text[] IS NULL
                OR v.state = ANY (CASE WHEN v.itt_start_date <= :today
                                       THEN :started ELSE :not_started::text[] END))
       ) AS total_count,
       (SELECT string_agg(b.body, ',' ORDER BY p.updated_at DESC, p.trainee_id DESC)
          FROM page AS p
          JOIN trainee_views AS b
            ON b.provider_id = :provider_id
           AND b.trainee_id = p.trainee_id) AS bodies,
       l.updated_at AS last_moment,
       l.trainee_id AS last_id
  FROM journal_heads AS h
  LEFT JOIN (SELECT p.updated_at,
                    p.trainee_id
               FROM page AS p
              ORDER BY p.updated_at, p.trainee_id
              LIMIT 1) AS l ON true
 WHERE h.provider_id = :provider_id;

-- name: select_page_ascending
-- The same, the oldest first.
  WITH page AS (
           SELECT v.updated_at,
                  v.trainee_id
             FROM trainee_views AS v
            WHERE v.provider_id = :provider_id
              AND v.start_cycle = :start_cycle
              AND v.updated_at >= :since
              AND (:has_trn::boolean IS NULL OR v.has_trn = :has_trn)
              AND (:started::text[] IS NULL
                   OR v.state = ANY (CASE WHEN v.itt_start_date <= :today
                                          THEN :started ELSE :not_started::text[] END))
            ORDER BY v.updated_at, v.trainee_id
            LIMIT :size OFFSET :offset)
SELECT h.position,
       h.changed_at,
       (SELECT count(*)
          FROM trainee_views AS v
         WHERE v.provider_id = :provider_id
           AND v.start_cycle = :start_cycle
           AND v.updated_at >= :since
           AND (:has_trn::boolean IS NULL OR v.has_trn = :has_trn)
           AND (:started::text[] IS NULL
                OR v.state = ANY (CASE WHEN v.itt_start_date <= :today
                                       THEN :started ELSE :not_started::text[] END))
       ) AS total_count,
       (SELECT string_agg(b.body, ',' ORDER BY p.updated_at, p.trainee_id)
          FROM page AS p
          JOIN trainee_views AS b
            ON b.provider_id = :provider_id
           AND b.trainee_id = p.trainee_id) AS bodies,
       l.updated_at AS last_moment,
       l.trainee_id AS last_id
  FROM journal_heads AS h
  LEFT JOIN (SELECT p.updated_at,
                    p.trainee_id
               FROM page AS p
              ORDER BY p.updated_at DESC, p.trainee_id DESC
              LIMIT 1) AS l ON true
 WHERE h.provider_id = :provider_id;

-- name: select_next_page
-- The page behind a trainee, in the order in which everybody stood when the walk began.
--
-- Who has not changed since is read along the index, from that trainee on; the bound on its side is
-- left out, because the scan would begin there instead. Who has changed is found by the journal: of
-- its entries behind the head of that time, only the first about somebody who was there names a
-- moment up to then, and that is the place. These few are looked up by their keys in that order,
-- whatever is estimated of their number; OFFSET keeps them from being joined any other way.
--
-- A journal that has lost the next entry cannot tell who has changed, and there is no page; nor is
-- there one if the head says that the journal was restarted meanwhile.
  WITH unmoved AS (
           SELECT v.updated_at AS moment,
                  v.trainee_id
             FROM trainee_views AS v
            WHERE v.provider_id = :provider_id
              AND v.start_cycle = :start_cycle
              AND (v.updated_at, v.trainee_id) < (:last_moment, :last_id)
              AND v.updated_at >= :since
              AND (:has_trn::boolean IS NULL OR v.has_trn = :has_trn)
              AND (:started::text[] IS NULL
                   OR v.state = ANY (CASE WHEN v.itt_start_date <= :today
                                          THEN :started ELSE :not_started::text[] END))
            ORDER BY v.updated_at DESC, v.trainee_id DESC
            LIMIT :size + 1),
       moved AS (
           SELECT c.previously_changed_at AS moment,
                  c.resource_id AS trainee_id
             FROM changes AS c
            CROSS JOIN LATERAL (
                  SELECT w.start_cycle, w.updated_at, w.state, w.itt_start_date,
                         w.has_trn
                    FROM trainee_views AS w
                   WHERE w.provider_id = :provider_id
                     AND w.trainee_id = c.resource_id
                  OFFSET 0) AS v
            WHERE c.provider_id = :provider_id
              AND c.position > :position
              AND c.resource = :resource
              AND c.previously_changed_at <= :moment
              AND c.previously_changed_at >= :since
              AND (c.previously_changed_at, c.resource_id) < (:last_moment, :last_id)
              AND v.updated_at > :moment
              AND v.start_cycle = :start_cycle
              AND (:has_trn::boolean IS NULL OR v.has_trn = :has_trn)
              AND (:started::text[] IS NULL
                   OR v.state = ANY (CASE WHEN v.itt_start_date <= :today
                                          THEN :started ELSE :not_started::text[] END))
            ORDER BY c.previously_changed_at DESC, c.resource_id DESC
            LIMIT :size + 1),
       page AS (
           SELECT k.moment,
                  k.trainee_id
             FROM (SELECT u.moment, u.trainee_id FROM unmoved AS u
                    UNION ALL
                   SELECT m.moment, m.trainee_id FROM moved AS m) AS k
            ORDER BY k.moment DESC, k.trainee_id DESC
            LIMIT :size + 1),
       answered AS (
           SELECT p.moment,
                  p.trainee_id
             FROM page AS p
            ORDER BY p.moment DESC, p.trainee_id DESC
            LIMIT :size)
SELECT h.position AS head,
       h.position = :position
       OR EXISTS (SELECT
                    FROM changes AS c
                   WHERE c.provider_id = :provider_id
                     AND c.position = :position + 1) AS is_journalled,
       (SELECT string_agg(b.body, ',' ORDER BY a.moment DESC, a.trainee_id DESC)
          FROM answered AS a
          JOIN trainee_views AS b
            ON b.provider_id = :provider_id
           AND b.trainee_id = a.trainee_id) AS bodies,
       (SELECT count(*) > :size FROM page) AS has_more,
       l.moment AS last_moment,
       l.trainee_id AS last_id
  FROM journal_heads AS h
  LEFT JOIN (SELECT a.moment,
                    a.trainee_id
               FROM answered AS a
              ORDER BY a.moment, a.trainee_id
              LIMIT 1) AS l ON true
 WHERE h.provider_id = :provider_id;

-- name: select_next_page_ascending
-- The same, the oldest first.
  WITH unmoved AS (
           SELECT v.updated_at AS moment,
                  v.trainee_id
             FROM trainee_views AS v
            WHERE v.provider_id = :provider_id
              AND v.start_cycle = :start_cycle
              AND (v.updated_at, v.trainee_id) > (:last_moment, :last_id)
              AND v.updated_at <= :moment
              AND (:has_trn::boolean IS NULL OR v.has_trn = :has_trn)
              AND (:started::text[] IS NULL
                   OR v.state = ANY (CASE WHEN v.itt_start_date <= :today
                                          THEN :started ELSE :not_started::text[] END))
            ORDER BY v.updated_at, v.trainee_id
            LIMIT :size + 1),
       moved AS (
           SELECT c.previously_changed_at AS moment,
                  c.resource_id AS trainee_id
             FROM changes AS c
            CROSS JOIN LATERAL (
                  SELECT w.start_cycle, w.updated_at, w.state, w.itt_start_date,
                         w.has_trn
                    FROM trainee_views AS w
                   WHERE w.provider_id = :provider_id
                     AND w.trainee_id = c.resource_id
                  OFFSET 0) AS v
            WHERE c.provider_id = :provider_id
              AND c.position > :position
              AND c.resource = :resource
              AND c.previously_changed_at <= :moment
              AND c.previously_changed_at >= :since
              AND (c.previously_changed_at, c.resource_id) > (:last_moment, :last_id)
              AND v.updated_at > :moment
              AND v.start_cycle = :start_cycle
              AND (:has_trn::boolean IS NULL OR v.has_trn = :has_trn)
              AND (:started::text[] IS NULL
                   OR v.state = ANY (CASE WHEN v.itt_start_date <= :today
                                          THEN :started ELSE :not_started::text[] END))
            ORDER BY c.previously_changed_at, c.resource_id
            LIMIT :size + 1),
       page AS (
           SELECT k.moment,
                  k.trainee_id
             FROM (SELECT u.moment, u.trainee_id FROM unmoved AS u
                    UNION ALL
                   SELECT m.moment, m.trainee_id FROM moved AS m) AS k
            ORDER BY k.moment, k.trainee_id
            LIMIT :size + 1),
       answered AS (
           SELECT p.moment,
                  p.trainee_id
             FROM page AS p
            ORDER BY p.moment, p.trainee_id
            LIMIT :size)
SELECT h.position AS head,
       h.position = :position
       OR EXISTS (SELECT
                    FROM changes AS c
                   WHERE c.provider_id = :provider_id
                     AND c.position = :position + 1) AS is_journalled,
       (SELECT string_agg(b.body, ',' ORDER BY a.moment, a.trainee_id)
          FROM answered AS a
          JOIN trainee_views AS b
            ON b.provider_id = :provider_id
           AND b.trainee_id = a.trainee_id) AS bodies,
       (SELECT count(*) > :size FROM page) AS has_more,
       l.moment AS last_moment,
       l.trainee_id AS last_id
  FROM journal_heads AS h
  LEFT JOIN (SELECT a.moment,
                    a.trainee_id
               FROM answered AS a
              ORDER BY a.moment DESC, a.trainee_id DESC
              LIMIT 1) AS l ON true
 WHERE h.provider_id = :provider_id;
