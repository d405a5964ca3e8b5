-- Hands a pending login out once. What stays behind says that it was used.
-- KEYS[1] the record
local record = redis.call("GET", KEYS[1])
if not record then
  return { "missing" }
end
if record == "used" then
  return { "used" }
end
redis.call("SET", KEYS[1], "used", "KEEPTTL")
return { "ok", record }
