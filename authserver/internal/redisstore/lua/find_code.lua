-- Return the record of a code, or why the client may not redeem it. This script writes nothing.
-- KEYS[1] code; ARGV: client_id
local client, expires, used, record = unpack(redis.call("HMGET", KEYS[1], "client", "expires", "used", "code"))

if not client then return {"unknown"} end -- as.code.known
if client ~= ARGV[1] then return {"other client"} end -- as.code.client_bound
if used then return {"replayed", record} end -- as.code.unused
if now() >= tonumber(expires) then return {"unknown"} end -- as.code.known
return {"ok", record}
