-- Adds a session to a group, unless the group was ended at or after the
-- beginning of the session. Members whose time is over leave.
-- KEYS[1] the group  KEYS[2] its end
-- ARGV handle, created, ends, now, time to live (milliseconds)
local over = redis.call("GET", KEYS[2])
if over and tonumber(ARGV[2]) <= tonumber(over) then
  return "over"
end
redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", ARGV[4])
redis.call("ZADD", KEYS[1], ARGV[3], ARGV[1])
if redis.call("PTTL", KEYS[1]) < tonumber(ARGV[5]) then
  redis.call("PEXPIRE", KEYS[1], ARGV[5])
end
return "ok"
