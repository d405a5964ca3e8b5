-- Ends a group: gives its members, and refuses those that come later although
-- they began before. The members leave when their sessions are taken, so that
-- an end that was cut short can be done again.
-- KEYS[1] the group  KEYS[2] its end   ARGV until, time to live (milliseconds)
local over = redis.call("GET", KEYS[2])
if not over or tonumber(ARGV[1]) > tonumber(over) then
  redis.call("SET", KEYS[2], ARGV[1], "PX", ARGV[2])
end
return redis.call("ZRANGE", KEYS[1], 0, -1)
