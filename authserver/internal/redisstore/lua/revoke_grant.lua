-- End a grant; one that is not known yet is marked, so that saving it does not bring it to life.
-- KEYS[1] grant; ARGV: now in ms, how long to remember in ms
redis.call("HSET", KEYS[1], "revoked", ARGV[1])
redis.call("HDEL", KEYS[1], "current", "previous", "successor", "untold")
if redis.call("PTTL", KEYS[1]) < tonumber(ARGV[2]) then redis.call("PEXPIRE", KEYS[1], ARGV[2]) end
return 1
