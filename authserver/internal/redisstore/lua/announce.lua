-- Add a revocation to the feed, and drop from its head what no token outlives. Who revokes the same over and over
-- is told of once in a while: the entry that is there lasts long enough.
-- KEYS[1] feed, KEYS[2] when this was told last
-- ARGV: "token" or "grant", its name, now in ms, until when it matters in ms, how long to keep the feed in ms,
--       how long not to repeat it in ms, audience of the tokens by spaces or "" for unknown
local now, told = tonumber(ARGV[3]), redis.call("GET", KEYS[2])
if told and now < tonumber(told) + tonumber(ARGV[6]) then return 0 end

redis.call("XADD", KEYS[1], "*", ARGV[1], ARGV[2], "at", ARGV[3], "until", ARGV[4], "aud", ARGV[7])
redis.call("SET", KEYS[2], ARGV[3], "PX", ARGV[6])
if redis.call("PTTL", KEYS[1]) < tonumber(ARGV[5]) then redis.call("PEXPIRE", KEYS[1], ARGV[5]) end

for _, entry in ipairs(redis.call("XRANGE", KEYS[1], "-", "+", "COUNT", 16)) do -- more than are added: it does not grow
	local fields, matters = entry[2], 0
	for i = 1, #fields, 2 do
		if fields[i] == "until" then matters = tonumber(fields[i + 1]) end
	end
	if matters > now then break end
	redis.call("XDEL", KEYS[1], entry[1])
end
return 1
