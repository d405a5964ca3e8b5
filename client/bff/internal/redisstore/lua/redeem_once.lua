-- Returns a pending login once. The key stays until its time to live ends, to tell a
-- second use from an unknown login.
-- KEYS[1] the record
local record = redis.call("GET", KEYS[1])
if not record then
  return { "missing" } -- client.state.bound
end
if record == "used" then
  return { "used" } -- client.state.unused
end
redis.call("SET", KEYS[1], "used", "KEEPTTL")
return { "ok", record }
