-- Tell a device what became of its request, and hand out once what was allowed (RFC 8628 §3.5). The Redis client
-- may send the same attempt twice when a connection breaks: the second is answered like the first. Once the user has
-- decided, the interval has no purpose: a poll that comes early gets the decision.
-- KEYS[1] device; ARGV: client_id, now in ms, name of this attempt, what a hasty poll adds to the interval in ms,
-- by how much a poll may be early in ms
local device = redis.call("HMGET", KEYS[1], "client", "expires", "state", "interval", "next", "attempt", "used", "allowed")
local client, expires, state, interval = device[1], tonumber(device[2]), device[3], tonumber(device[4])
local next, attempt, used, allowed = tonumber(device[5]), device[6], device[7], device[8]
local now = tonumber(ARGV[2])

if not client then return {"unknown"} end
if client ~= ARGV[1] then return {"other client"} end -- nothing changes: the device may still come
if used and used ~= ARGV[3] then return {"used"} end
if used then return {"ok", allowed} end
if now >= expires then return {"expired"} end
if state == "denied" then return {"denied"} end

if state == "pending" then
  if attempt == ARGV[3] then return {"pending"} end
  -- A device that waits exactly the interval arrives early when the network was faster than last time.
  local hasty = now + tonumber(ARGV[5]) < next
  if hasty then interval = interval + tonumber(ARGV[4]) end
  redis.call("HSET", KEYS[1], "attempt", ARGV[3], "interval", interval, "next", string.format("%d", now + interval))
  if hasty then return {"hasty"} end
  return {"pending"}
end

redis.call("HSET", KEYS[1], "used", ARGV[3])
return {"ok", allowed}
