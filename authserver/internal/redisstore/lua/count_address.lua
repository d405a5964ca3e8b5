-- Count a sign-in attempt from an address. If there were too many, count nothing and return how long to wait, in ms.
-- The level falls continuously, by the limit in each window, so that many people behind one address who
-- sometimes mistype a password do not reach the limit.
-- KEYS[1] attempts of the address; ARGV: window in ms, limit
local now, window, limit = now(), tonumber(ARGV[1]), tonumber(ARGV[2])
local fields = redis.call("HMGET", KEYS[1], "level", "at")
local level, at = tonumber(fields[1]) or 0, tonumber(fields[2]) or now

level = math.max(0, level - math.max(0, now - at) * limit / window)
if level + 1 > limit + 0.000001 then return math.ceil((level + 1 - limit) * window / limit) end -- as.login.address

redis.call("HSET", KEYS[1], "level", string.format("%.6f", level + 1), "at", string.format("%d", now))
redis.call("PEXPIRE", KEYS[1], window)
return 0
