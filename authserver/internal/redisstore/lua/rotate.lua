-- Replace the current refresh token of a family (RFC 9700 §4.14.2). All checks come before the first write, in this
-- order. The only refusal that writes is reuse: it revokes the family.
-- KEYS[1] grant
-- ARGV: client_id, grace in ms, requested scope, how long to keep a revocation in ms,
--       hash of the presented token, hash of the next one, the next one sealed for the holder of the presented one,
--       thumbprint of the key that a public client proved, or "", scope that the client is allowed today,
--       then each requested resource
local client, grace, asked, keep = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local presented, nextHash, sealed, key, allowed, at = ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9], now()

local grant = redis.call("HMGET", KEYS[1],
	"client", "expires", "revoked", "current", "previous", "rotated", "successor", "scope", "grant", "jkt", "binder", "untold", "idle")
local owner, expires, revoked, current, previous, rotated, successor, scope, record, bound, binder, untold, idle = unpack(grant)

-- Is the grant valid, and does it belong to this client?
if untold and owner == client then return {"reused", record} end -- as.refresh.reuse: an earlier call revoked it, and the resource servers do not know yet
if not owner or revoked or not current or current == "" or at >= tonumber(expires) then return {"unknown"} end -- as.refresh.current
if not idle or idle ~= "0" and at >= tonumber(rotated) + tonumber(idle) then return {"unknown"} end -- as.refresh.current (OIDC Core §11)
if owner ~= client then return {"other client"} end -- as.refresh.client_bound

-- Is the token current, or the one before it within the grace, or an older one?
if current == nextHash then return {"ok", record} end -- this attempt, sent twice by the Redis client
local retry = presented == previous and math.abs(at - tonumber(rotated)) < grace -- never with a grace of zero
-- A thief may bind a stolen bearer refresh token to a key of their own. If the token that was presented with the first
-- proof is then presented without that key, two parties hold it. This is reuse, also within the grace.
local shared = retry and bound and bound ~= key and binder == presented
if presented ~= current and not retry or shared then -- whatever key, scope or resource comes with it
	redis.call("HSET", KEYS[1], "revoked", string.format("%d", at), "untold", 1) -- the feed is in another slot of a cluster: the caller appends to it next
	redis.call("HDEL", KEYS[1], "current", "previous", "successor")
	if redis.call("PTTL", KEYS[1]) < keep then redis.call("PEXPIRE", KEYS[1], keep) end
	return {"reused", record} -- as.refresh.reuse
end

-- Is the family bound to this key, and does the grant include the requested scope and resources?
if bound and bound ~= key then return {"other key"} end -- as.refresh.dpop_bound (RFC 9449 §5)
local left = asked ~= ""
for token in string.gmatch(asked, "[^ ]+") do
	if not string.find(" " .. scope .. " ", " " .. token .. " ", 1, true) then return {"scope"} end -- as.scope.subset (RFC 6749 §6)
end
for token in string.gmatch(allowed, "[^ ]+") do
	left = left or string.find(" " .. scope .. " ", " " .. token .. " ", 1, true)
end
if #ARGV > 9 then
	local granted = {}
	local function name(uri) return string.match(uri, "^(https?://[^/?#]+)/$") or uri end -- equal to core.FindResource
	for _, resource in ipairs(cjson.decode(record).aud) do granted[name(resource)] = true end
	for i = 10, #ARGV do
		if not granted[name(ARGV[i])] then return {"resource"} end -- as.resource.known (RFC 8707 §2.2)
	end
end
if not left then return {"nothing left"} end -- as.scope.known: the registration of the client no longer allows any of the granted scope

-- No refusal from here on. A thief with the previous token must not bind the family to a key of their own: within the
-- grace nothing changes.
if retry then return {"retry", record, successor} end -- no check: the client repeats a request whose answer was lost
if key ~= "" and not bound then redis.call("HSET", KEYS[1], "jkt", key, "binder", presented) end
redis.call("HSET", KEYS[1], "current", nextHash, "previous", presented, "rotated", string.format("%d", at), "successor", sealed)
return {"ok", record}
