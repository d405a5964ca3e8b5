-- Undo the count of one sign-in from an address, whose password was right or was not checked.
-- KEYS[1] attempts of the address
local level = tonumber(redis.call("HGET", KEYS[1], "level"))
if level then redis.call("HSET", KEYS[1], "level", string.format("%.6f", math.max(0, level - 1))) end
return 0
