-- Extend the idle time of a session, and record a client that got a code in it. This never creates a session.
-- KEYS[1] session; ARGV: idle until in ms, field of the client (may be left out)
if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end

local idle = tonumber(redis.call("HGET", KEYS[1], "idle"))
if tonumber(ARGV[1]) > idle then redis.call("HSET", KEYS[1], "idle", ARGV[1]) end
if ARGV[2] then redis.call("HSET", KEYS[1], ARGV[2], "1") end
return 1
