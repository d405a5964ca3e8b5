-- Hands a hand-over out once, to the holder of its verifier. Somebody who saw the code
-- but has no verifier changes nothing. What stays behind says that it was used.
-- KEYS[1] the hand-over   ARGV hash of the challenge that belongs to the verifier
local r = redis.call("HMGET", KEYS[1], "challenge", "sealed")
if not r[1] then
  return { "missing" }
end
if not r[2] then
  return { "used" }
end
if r[1] ~= ARGV[1] then
  return { "other" }
end
redis.call("HDEL", KEYS[1], "sealed")
return { "ok", r[2] }
