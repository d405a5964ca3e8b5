-- Returns a hand-over once, to the holder of its verifier. Somebody who saw the hand-over
-- but has no verifier must not be able to end the sign-in: nothing changes then. The key
-- stays until its time to live ends, to tell a second use from an unknown hand-over.
-- KEYS[1] the hand-over   ARGV hash of the challenge that belongs to the verifier
local r = redis.call("HMGET", KEYS[1], "challenge", "sealed")
if not r[1] then
  return { "missing" } -- client.handover.known
end
if not r[2] then
  return { "used" } -- client.handover.unused
end
if r[1] ~= ARGV[1] then
  return { "other" } -- client.handover.verifier
end
redis.call("HDEL", KEYS[1], "sealed")
return { "ok", r[2] }
