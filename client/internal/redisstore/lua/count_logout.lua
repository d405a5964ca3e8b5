-- Gives a logout of an issuer its number: one more than that of the last.
-- KEYS[1] the number of logouts   ARGV time to live (milliseconds)
local number = redis.call("INCR", KEYS[1])
redis.call("PEXPIRE", KEYS[1], ARGV[1])
return number
