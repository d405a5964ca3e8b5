-- Undo the count of one guess that was not wrong.
-- KEYS[1] guesses
local count = tonumber(redis.call("HGET", KEYS[1], "count"))
if count and count > 0 then redis.call("HINCRBY", KEYS[1], "count", -1) end
return 0
