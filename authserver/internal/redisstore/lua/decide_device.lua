-- Keep the user's decision: the first one, and only before the expiry.
-- KEYS[1] device; ARGV: now in ms, allowed or denied, what was allowed
local device = redis.call("HMGET", KEYS[1], "state", "expires")
if device[1] ~= "pending" or tonumber(ARGV[1]) >= tonumber(device[2]) then return {"unknown"} end

redis.call("HSET", KEYS[1], "state", ARGV[2], "allowed", ARGV[3])
return {"ok"}
