-- Tell what a code stands for, or why its client gets nothing. Nothing changes.
-- KEYS[1] code; ARGV: client_id
local client, expires, used, record = unpack(redis.call("HMGET", KEYS[1], "client", "expires", "used", "code"))

if not client then return {"unknown"} end -- as.code.known
if client ~= ARGV[1] then return {"other client"} end -- as.code.client_bound
if used then return {"replayed", record} end -- as.code.unused
if now() >= tonumber(expires) then return {"unknown"} end -- as.code.known
return {"ok", record}
