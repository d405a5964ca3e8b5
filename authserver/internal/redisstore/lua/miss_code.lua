-- Count a wrong code_verifier. One costs nothing; too many end the code, so that nobody tries verifiers without limit.
-- KEYS[1] code; ARGV: how many are too many
if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end

local missed = redis.call("HINCRBY", KEYS[1], "missed", 1)
if missed >= tonumber(ARGV[1]) then redis.call("HSET", KEYS[1], "expires", "0") end
return missed
