-- Replace the current refresh token of a family, or end the family (RFC 9700 §4.14.2).
-- KEYS[1] grant
-- ARGV: client_id, now in ms, grace in ms, scope asked for, how long to remember a revocation in ms,
--       hash of the presented token, hash of the next one, the next one sealed for the holder of the presented one,
--       thumbprint of the key that a public client proved, or ""
local client, now, grace, asked, keep = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
local presented, nextHash, sealed, key = ARGV[6], ARGV[7], ARGV[8], ARGV[9]

local grant = redis.call("HMGET", KEYS[1],
	"client", "expires", "revoked", "current", "previous", "rotated", "successor", "scope", "grant", "jkt", "untold")
local owner, expires, revoked, current, previous, rotated, successor, scope, record, bound, untold = unpack(grant)

if untold and owner == client then return {"reused", record} end -- revoked below, and whoever asked could not tell
if not owner or revoked or not current or current == "" or now >= tonumber(expires) then return {"unknown"} end
if owner ~= client then return {"other client"} end
if bound and bound ~= key then return {"other key"} end -- RFC 9449 §5

if current == nextHash then return {"ok", record} end -- this attempt, sent again by the Redis client
local again = presented == previous and now < tonumber(rotated) + grace
if presented ~= current and not again then -- an older one: the client or a thief, and nobody can tell which
	redis.call("HSET", KEYS[1], "revoked", ARGV[2], "untold", 1) -- resource servers hear of it next: the feed is in another slot
	redis.call("HDEL", KEYS[1], "current", "previous", "successor")
	if redis.call("PTTL", KEYS[1]) < keep then redis.call("PEXPIRE", KEYS[1], keep) end
	return {"reused", record}
end

for token in string.gmatch(asked, "[^ ]+") do -- RFC 6749 §6: nothing that was not granted
	if not string.find(" " .. scope .. " ", " " .. token .. " ", 1, true) then return {"scope"} end
end

if key ~= "" and not bound then redis.call("HSET", KEYS[1], "jkt", key) end -- from the first proof on
if again then return {"again", record, successor} end
redis.call("HSET", KEYS[1], "current", nextHash, "previous", presented, "rotated", ARGV[2], "successor", sealed)
return {"ok", record}
