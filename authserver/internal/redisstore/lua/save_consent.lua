-- Store the consent of a user for a client, in addition to the consent that is stored. Each scope token has its own
-- expiry: a new consent does not extend the consent for other scope tokens.
-- KEYS[1] consents of the user; ARGV: client_id, now in ms, expiry in ms, scope, TTL in ms
local words, seen = {ARGV[2]}, {}
local function add(token, expires)
	if seen[token] then return end
	seen[token] = true
	words[#words + 1] = token
	words[#words + 1] = expires
end

local before, allowed = redis.call("HGET", KEYS[1], ARGV[1]), {}
for token in string.gmatch(ARGV[4], "%S+") do allowed[token] = true end
for token, expires in string.gmatch(string.match(before or "", "^%d+(.*)$") or "", " (%S+) (%d+)") do
	if allowed[token] then expires = ARGV[3] end
	if tonumber(expires) > tonumber(ARGV[2]) then add(token, expires) end
end
for token in string.gmatch(ARGV[4], "%S+") do add(token, ARGV[3]) end

redis.call("HSET", KEYS[1], ARGV[1], table.concat(words, " "))
if redis.call("PTTL", KEYS[1]) < tonumber(ARGV[5]) then redis.call("PEXPIRE", KEYS[1], ARGV[5]) end
return 1
