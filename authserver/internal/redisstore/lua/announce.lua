-- Append a revocation to the feed, and delete entries at its beginning whose tokens have all expired. A caller could
-- fill the feed by revoking one token repeatedly: the same revocation is not appended again for a while, because the
-- entry that exists is kept long enough.
-- KEYS[1] feed, KEYS[2] time at which this revocation was last appended
-- ARGV: "token" or "grant", its jti or gid, time in ms at which its last token has expired,
--       TTL of the feed in ms, how long not to append it again in ms,
--       audience of the tokens, separated by spaces, or "" if unknown
local at, told = now(), redis.call("GET", KEYS[2])
if told and at < tonumber(told) + tonumber(ARGV[5]) then return 0 end

local stamp = string.format("%d", at)
redis.call("XADD", KEYS[1], "*", ARGV[1], ARGV[2], "at", stamp, "until", ARGV[3], "aud", ARGV[6])
redis.call("SET", KEYS[2], stamp, "PX", ARGV[5])
if redis.call("PTTL", KEYS[1]) < tonumber(ARGV[4]) then redis.call("PEXPIRE", KEYS[1], ARGV[4]) end

for _, entry in ipairs(redis.call("XRANGE", KEYS[1], "-", "+", "COUNT", 16)) do -- deletes more than it adds, so the feed does not grow
	local fields, matters = entry[2], 0
	for i = 1, #fields, 2 do
		if fields[i] == "until" then matters = tonumber(fields[i + 1]) end
	end
	if matters > at then break end
	redis.call("XDEL", KEYS[1], entry[1])
end
return 1
