-- Loads a session that has neither ended nor idled too long, and notes that it
-- was seen, unless that was noted a moment ago. One that is over is deleted on
-- the way.
-- KEYS[1] the session   ARGV now, idle until, time to live, moment (milliseconds)
local r = redis.call("HMGET", KEYS[1], "version", "ends", "idle_until", "sealed")
if not r[1] then
  return {}
end
local now = tonumber(ARGV[1])
if now >= tonumber(r[2]) or now >= tonumber(r[3]) then
  redis.call("DEL", KEYS[1])
  return {}
end
if tonumber(ARGV[2]) - tonumber(r[3]) >= tonumber(ARGV[4]) then
  redis.call("HSET", KEYS[1], "idle_until", ARGV[2])
  redis.call("PEXPIRE", KEYS[1], ARGV[3])
  r[3] = ARGV[2]
end
return { r[1], r[3], r[4] }
