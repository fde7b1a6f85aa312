-- name: insert_token
-- A new token; the caller keeps the secret, we keep its digest.
INSERT INTO tokens (digest, id, prefix, provider_id, scopes, description, created_at, expires_at)
VALUES (:digest, :id, :prefix, :provider_id, :scopes::text[], :description, :created_at, :expires_at);

-- name: select_token_by_digest
-- The token that somebody came in with.
SELECT id, prefix, provider_id, scopes, description, created_at, expires_at, revoked_at, last_used_at
  FROM tokens
 WHERE digest = :digest;

-- name: select_tokens
-- All tokens, for the operator's list, newest last.
SELECT id, prefix, provider_id, scopes, description, created_at, expires_at, revoked_at, last_used_at
  FROM tokens
 ORDER BY created_at, id;

-- name: lock_token
-- One token, held so that it is not revoked or rotated twice at once.
SELECT id, prefix, provider_id, scopes, description, created_at, expires_at, revoked_at, last_used_at
  FROM tokens
 WHERE id = :id
   FOR UPDATE;

-- name: update_token_revoked
-- Close a token; a second time changes nothing.
UPDATE tokens
   SET revoked_at = :revoked_at
 WHERE id = :id
   AND revoked_at IS NULL;

-- name: update_token_expiry
-- Let a token end at the given moment, unless it ends sooner anyway.
UPDATE tokens
   SET expires_at = LEAST(expires_at, :expires_at)
 WHERE id = :id;

-- name: update_token_used
-- Note the last use, at most once a minute however many processes see the token.
UPDATE tokens
   SET last_used_at = :now
 WHERE digest = :digest
   AND (last_used_at IS NULL OR last_used_at < :now::timestamptz - interval '1 minute');
