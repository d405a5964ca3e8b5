-- Hand a code out once (RFC 6749 §4.1.2). The Redis client may send the same attempt twice when a connection
-- breaks: that is no replay.
-- KEYS[1] code; ARGV: client_id, now in ms, name of this attempt
local code = redis.call("HMGET", KEYS[1], "client", "expires", "used", "code")
local client, expires, used, record = code[1], code[2], code[3], code[4]

if not client then return {"unknown"} end
if client ~= ARGV[1] then return {"other client"} end -- not consumed: the client may still come
if used and used ~= ARGV[3] then return {"replayed", record} end
if not used and tonumber(ARGV[2]) >= tonumber(expires) then return {"unknown"} end

redis.call("HSET", KEYS[1], "used", ARGV[3])
return {"ok", record}
