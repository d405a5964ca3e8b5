-- Count a wrong client secret, and return how long to wait in ms, 0 below the limit. An attacker who keeps failing must
-- not lock out the client for ever: the window begins at the first failure, and later failures do not extend it.
-- KEYS[1] failures of a client at an address; ARGV: window in ms, limit
local now, window, limit = now(), tonumber(ARGV[1]), tonumber(ARGV[2])
local fields = redis.call("HMGET", KEYS[1], "count", "until")
local count, open = tonumber(fields[1]) or 0, tonumber(fields[2]) or 0

if now >= open then count, open = 0, now + window end
redis.call("HSET", KEYS[1], "count", count + 1, "until", string.format("%d", open))
redis.call("PEXPIRE", KEYS[1], window)
if count + 1 >= limit then return open - now end -- as.client.throttle
return 0
