-- Loads a session that has neither ended nor idled too long by the caller's clock, and
-- notes that it was used, unless that was noted a moment ago. A caller whose clock is
-- wrong must not end a session for the others: one that is over is not deleted here,
-- but by its time to live, and an idle limit is only ever moved ahead.
-- KEYS[1] the session   ARGV now, idle until, time to live, moment (milliseconds)
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
