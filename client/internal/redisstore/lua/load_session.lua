-- Loads a session that has neither ended nor idled too long, and notes that it
-- was seen. One that is over is deleted on the way.
-- KEYS[1] the session   ARGV now, idle until, time to live (milliseconds)
local r = redis.call("HMGET", KEYS[1], "version", "ends", "idle_until", "sealed")
if not r[1] then
  return {}
end
local now = tonumber(ARGV[1])
if now >= tonumber(r[2]) or now >= tonumber(r[3]) then
  redis.call("DEL", KEYS[1])
  return {}
end
redis.call("HSET", KEYS[1], "idle_until", ARGV[2])
redis.call("PEXPIRE", KEYS[1], ARGV[3])
return { r[1], r[4] }
