-- Let a pushed request be answered once (RFC 9126 §4). The Redis client may send the same attempt twice when a
-- connection breaks: that is no second answer.
-- KEYS[1] pushed request; ARGV: name of this attempt
local pushed = redis.call("HMGET", KEYS[1], "client", "answered")
if not pushed[1] then return {"unknown"} end
if pushed[2] and pushed[2] ~= ARGV[1] then return {"answered"} end

redis.call("HSET", KEYS[1], "answered", ARGV[1])
return {"ok"}
