-- Add a record to the list of a user's records, and remove those that have expired.
-- KEYS[1] records of the user; ARGV: member, its expiry in ms, now in ms
redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", ARGV[3])
redis.call("ZADD", KEYS[1], "GT", ARGV[2], ARGV[1])

local ttl = tonumber(ARGV[2]) - tonumber(ARGV[3])
if redis.call("PTTL", KEYS[1]) < ttl then redis.call("PEXPIRE", KEYS[1], string.format("%d", ttl)) end
return 1
