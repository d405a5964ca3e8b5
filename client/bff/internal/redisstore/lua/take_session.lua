-- Deletes a session and returns it, to one caller only.
-- KEYS[1] the session
local r = redis.call("HMGET", KEYS[1], "version", "idle_until", "sealed", "groups")
if not r[1] then
  return {}
end
redis.call("DEL", KEYS[1])
return { r[1], r[2], r[3], r[4] or "" }
