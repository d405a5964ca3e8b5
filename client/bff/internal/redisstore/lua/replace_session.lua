-- Stores a new token set, unless the session was changed since the caller read it.
-- KEYS[1] the session   ARGV version that the caller read, sealed record, new version
local version = redis.call("HGET", KEYS[1], "version")
if not version then
  return "missing" -- no check: the user has signed out in the meantime
end
if version ~= ARGV[1] then
  return "superseded" -- no check: the caller reads the session and decides by it
end
redis.call("HSET", KEYS[1], "sealed", ARGV[2], "version", ARGV[3])
return "ok"
