-- Returns the number of a new logout of an issuer: one more than that of the last logout.
-- KEYS[1] number of logouts of the issuer   ARGV time to live (milliseconds)
local number = redis.call("INCR", KEYS[1])
redis.call("PEXPIRE", KEYS[1], ARGV[1])
return number
