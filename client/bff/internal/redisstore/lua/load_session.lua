-- Returns a session that is neither expired nor idle for too long by the clock of the
-- caller, and records its use, at most once in each interval. A replica whose clock is
-- wrong must not end a session for the others: an expired session is not deleted here but
-- by its time to live, and the idle limit is never moved back.
-- KEYS[1] the session   ARGV now, new idle limit, time to live, interval (milliseconds)
local r = redis.call("HMGET", KEYS[1], "version", "ends", "idle_until", "sealed")
if not r[1] then
  return {}
end
local now = tonumber(ARGV[1])
if now >= tonumber(r[2]) or now >= tonumber(r[3]) then
  return {}
end
if tonumber(ARGV[2]) - tonumber(r[3]) >= tonumber(ARGV[4]) then
  redis.call("HSET", KEYS[1], "idle_until", ARGV[2])
  redis.call("PEXPIRE", KEYS[1], ARGV[3])
  r[3] = ARGV[2]
end
return { r[1], r[3], r[4] }
