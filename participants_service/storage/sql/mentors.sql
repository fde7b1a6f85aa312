-- name: lock_mentors
-- Held until the end of the transaction, in the order of the numbers. What is seen of a mentor
-- depends on several people whom different transactions may hold; whoever is about to work it out
-- waits here, and then reads what the one before has written. Mentors share a bounded set of
-- locks, because the server has room for so many only.
SELECT pg_advisory_xact_lock(20210902, b.bucket)
  FROM unnest(:buckets::integer[]) AS b (bucket);

-- name: select_mentors_among
-- Which of some people have or had somebody to look after.
SELECT DISTINCT
       m.mentor_id AS id
  FROM mentorships AS m
 WHERE m.mentor_id = ANY (:ids::uuid[]);

-- name: select_mentees
-- Whom some people look after, or did.
SELECT DISTINCT
       m.teacher_id AS id
  FROM mentorships AS m
 WHERE m.mentor_id = ANY (:mentor_ids::uuid[]);
