-- Count a wrong code_verifier. Somebody with a stolen code must not try verifiers without limit, nor end the code with
-- a single wrong one: the code expires when the count reaches the limit.
-- KEYS[1] code; ARGV: limit
if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end

local missed = redis.call("HINCRBY", KEYS[1], "missed", 1)
if missed >= tonumber(ARGV[1]) then redis.call("HSET", KEYS[1], "expires", "0") end
return missed
