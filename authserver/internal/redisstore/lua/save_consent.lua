-- Remember what a user allowed a client, beside what is remembered already.
-- KEYS[1] consents of the user; ARGV: client_id, now, expires, scope, TTL in ms
local scope, seen = {}, {}
local function add(tokens)
	for token in string.gmatch(tokens, "%S+") do
		if not seen[token] then
			seen[token] = true
			scope[#scope + 1] = token
		end
	end
end

local before = redis.call("HGET", KEYS[1], ARGV[1])
if before then
	local expires, tokens = string.match(before, "^%d+ (%d+)(.*)$")
	if tonumber(expires) > tonumber(ARGV[2]) then add(tokens) end
end
add(ARGV[4])

redis.call("HSET", KEYS[1], ARGV[1], ARGV[2] .. " " .. ARGV[3] .. " " .. table.concat(scope, " "))
if redis.call("PTTL", KEYS[1]) < tonumber(ARGV[5]) then redis.call("PEXPIRE", KEYS[1], ARGV[5]) end
return 1
