-- Record that a counted attempt had a wrong password. If the counter was deleted in the meantime, it starts again.
-- KEYS[1] attempts from an address or a known browser; ARGV: window in ms
local wrong = redis.call("HINCRBY", KEYS[1], "wrong", 1)
local count = tonumber(redis.call("HGET", KEYS[1], "count")) or 0
if count >= wrong then return 0 end

redis.call("HSET", KEYS[1], "count", wrong, "until", string.format("%d", now() + tonumber(ARGV[1])))
redis.call("PEXPIRE", KEYS[1], ARGV[1])
return 0
