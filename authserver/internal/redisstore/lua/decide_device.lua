-- Store the user's decision about a device code, if it is pending and not expired. The first decision is final.
-- KEYS[1] device; ARGV: "allowed" or "denied", record of what was allowed
local state, expires = unpack(redis.call("HMGET", KEYS[1], "state", "expires"))
if state ~= "pending" or now() >= tonumber(expires) then return {"unknown"} end -- as.user_code.known

redis.call("HSET", KEYS[1], "state", ARGV[1], "allowed", ARGV[2])
return {"ok"}
