-- Undo the count of an attempt that was not a wrong guess.
-- KEYS[1] attempts from an address or a known browser, KEYS[2] level of the account; not given for a known browser
-- ARGV: "right" for a right password, which also deletes the wrong attempts from there; "unchecked" if the password
--       was not checked
if ARGV[1] == "right" then
	redis.call("DEL", KEYS[1])
else
	local count = tonumber(redis.call("HGET", KEYS[1], "count"))
	if count and count > 0 then redis.call("HINCRBY", KEYS[1], "count", -1) end
end
if KEYS[2] then
	local level = tonumber(redis.call("HGET", KEYS[2], "level"))
	if level then redis.call("HSET", KEYS[2], "level", string.format("%.6f", math.max(0, level - 1))) end
end
return 0
