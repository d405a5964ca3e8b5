-- Mark a pushed request as answered; only one attempt succeeds (RFC 9126 §4). When a connection breaks, the Redis client
-- may send the same attempt twice: the second call also succeeds.
-- KEYS[1] pushed request; ARGV: random id of this attempt
local pushed = redis.call("HMGET", KEYS[1], "client", "answered")
if not pushed[1] then return {"unknown"} end -- as.par.used_once
if pushed[2] and pushed[2] ~= ARGV[1] then return {"answered"} end -- as.par.used_once

redis.call("HSET", KEYS[1], "answered", ARGV[1])
return {"ok"}
