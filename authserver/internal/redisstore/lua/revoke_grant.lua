-- Revoke a grant. A grant that is not stored yet is marked as revoked, so that redeeming its code fails.
-- KEYS[1] grant; ARGV: now in ms, how long to keep the mark in ms
redis.call("HSET", KEYS[1], "revoked", ARGV[1])
redis.call("HDEL", KEYS[1], "current", "previous", "successor", "untold")
if redis.call("PTTL", KEYS[1]) < tonumber(ARGV[2]) then redis.call("PEXPIRE", KEYS[1], ARGV[2]) end
return 1
