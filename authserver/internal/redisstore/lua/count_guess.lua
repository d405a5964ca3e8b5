-- Count a guess of a user code. If there were too many, count nothing and return how long to wait, in ms.
-- KEYS[1] guesses of the account or address; ARGV: window in ms, limit
local now, window, limit = now(), tonumber(ARGV[1]), tonumber(ARGV[2])
local fields = redis.call("HMGET", KEYS[1], "count", "until")
local count, open = tonumber(fields[1]) or 0, tonumber(fields[2]) or 0

if now >= open then count = 0 end
if count >= limit then return open - now end -- as.user_code.throttle

redis.call("HSET", KEYS[1], "count", count + 1, "until", string.format("%d", now + window))
redis.call("PEXPIRE", KEYS[1], window)
return 0
