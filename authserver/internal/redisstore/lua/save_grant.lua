-- Keep a new grant, unless it was revoked before it was saved.
-- KEYS[1] grant; ARGV: client_id, expiry in ms, scope, record, hash of the refresh token or "", TTL in ms,
--       thumbprint of the key that the refresh tokens are bound to or ""
if redis.call("HEXISTS", KEYS[1], "revoked") == 1 then return 0 end

redis.call("HSET", KEYS[1], "client", ARGV[1], "expires", ARGV[2], "scope", ARGV[3], "grant", ARGV[4], "current", ARGV[5])
if ARGV[7] ~= "" then redis.call("HSET", KEYS[1], "jkt", ARGV[7]) end
redis.call("PEXPIRE", KEYS[1], ARGV[6])
return 1
