-- Count a sign-in attempt, unless there were too many wrong ones: then say how long to wait.
-- If those that are being checked right now could become too many, say -1: nobody knows yet.
-- KEYS[1] attempts of the account; ARGV: now, window in ms, limit
local now, window, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local fields = redis.call("HMGET", KEYS[1], "count", "wrong", "until")
local count, wrong, open = tonumber(fields[1]) or 0, tonumber(fields[2]) or 0, tonumber(fields[3]) or 0

if now >= open then count, wrong = 0, 0 end
if wrong >= limit then return open - now end
if count >= limit then return -1 end

redis.call("HSET", KEYS[1], "count", count + 1, "wrong", wrong, "until", string.format("%d", now + window))
redis.call("PEXPIRE", KEYS[1], window)
return 0
