-- Keep a new grant, unless it was revoked before it was saved.
-- KEYS[1] grant; ARGV: client_id, expiry in ms, scope, record, hash of the refresh token or "", TTL in ms
if redis.call("HEXISTS", KEYS[1], "revoked") == 1 then return 0 end

redis.call("HSET", KEYS[1], "client", ARGV[1], "expires", ARGV[2], "scope", ARGV[3], "grant", ARGV[4], "current", ARGV[5])
redis.call("PEXPIRE", KEYS[1], ARGV[6])
return 1
