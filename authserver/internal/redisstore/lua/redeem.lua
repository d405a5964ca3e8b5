-- Use up a code, or a device code that was allowed, and store the grant that it starts, in one step. Exactly one caller
-- succeeds (RFC 6749 §4.1.2). When a connection breaks, the Redis client may send the same attempt twice: that is not a
-- replay, and the second call also succeeds.
-- KEYS[1] code or device, KEYS[2] grant
-- ARGV: client_id, random id of this attempt, TTL of the grant in ms, scope, record, hash of the refresh token or "",
--       thumbprint of the key that the refresh tokens are bound to or "",
--       idle lifetime of the refresh tokens in ms, 0 for none
local client, expires, used, state = unpack(redis.call("HMGET", KEYS[1], "client", "expires", "used", "state"))
local at = now()

if not client then return {"unknown"} end -- as.code.known, as.device.known
if client ~= ARGV[1] then return {"other client"} end -- as.code.client_bound, as.device.client_bound
if used == ARGV[2] then return {"ok"} end
if used then return {"replayed"} end -- as.code.unused, as.device.unused
if at >= tonumber(expires) or state and state ~= "allowed" then return {"unknown"} end -- as.code.known, as.device.known
if redis.call("HEXISTS", KEYS[2], "revoked") == 1 then return {"unknown"} end -- as.code.known, as.device.known: the user has withdrawn the consent, or signed out everywhere

redis.call("HSET", KEYS[1], "used", ARGV[2])
redis.call("HSET", KEYS[2], "client", ARGV[1], "expires", string.format("%d", at + tonumber(ARGV[3])), "scope", ARGV[4],
	"grant", ARGV[5], "current", ARGV[6], "rotated", string.format("%d", at), "idle", ARGV[8])
if ARGV[7] ~= "" then redis.call("HSET", KEYS[2], "jkt", ARGV[7]) end
redis.call("PEXPIRE", KEYS[2], ARGV[3])
return {"ok"}
