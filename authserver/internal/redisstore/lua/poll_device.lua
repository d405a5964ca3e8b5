-- Return the state of a device code, and what the user allowed (RFC 8628 §3.5); redeem.lua uses the code up. When a
-- connection breaks, the Redis client may send the same attempt twice: both get the same answer. After the user has
-- decided, the interval is not checked: a poll that comes early gets the decision.
-- KEYS[1] device
-- ARGV: client_id, random id of this attempt, by how much a poll that is too early lengthens the interval in ms,
--       by how much a poll may be early in ms
local device = redis.call("HMGET", KEYS[1], "client", "expires", "state", "interval", "next", "attempt", "used", "allowed")
local client, expires, state, interval = device[1], tonumber(device[2]), device[3], tonumber(device[4])
local next, attempt, used, allowed = tonumber(device[5]), device[6], device[7], device[8]
local at = now()

if not client then return {"unknown"} end -- as.device.known
if client ~= ARGV[1] then return {"other client"} end -- as.device.client_bound: nothing changes, so the right client can still poll
if used then return {"used"} end -- as.device.unused
if at >= expires then return {"expired"} end -- as.device.unexpired
if state == "denied" then return {"denied"} end -- as.device.allowed
if state == "allowed" then return {"ok", allowed} end
if attempt == ARGV[2] then return {"pending"} end -- as.device.decided: the same attempt, sent twice

-- A device that waits exactly the interval is seen early here if the network is faster than at its last poll.
local hasty = at + tonumber(ARGV[4]) < next
if hasty then interval = interval + tonumber(ARGV[3]) end
redis.call("HSET", KEYS[1], "attempt", ARGV[2], "interval", interval, "next", string.format("%d", at + interval))
if hasty then return {"hasty"} end -- as.device.interval
return {"pending"} -- as.device.decided
