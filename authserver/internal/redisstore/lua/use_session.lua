-- Extend the idle time of a session, and record a client that gets a code in it. Add the code to the list of the user's
-- pending codes, so that a request that ends the session later finds the code there and revokes it. Return 1, or 0 if the
-- session has ended: a session is never created here.
-- KEYS[1] session, KEYS[2] pending codes of the user (without it, no code is added)
-- ARGV: end of the idle time in ms, field of the client, then only with KEYS[2]: the member of the list, its expiry in ms,
--       now in ms
local idle = redis.call("HGET", KEYS[1], "idle")
if not idle then return 0 end

if KEYS[2] then index(KEYS[2], ARGV[3], ARGV[4], ARGV[5]) end
if tonumber(ARGV[1]) > tonumber(idle) then redis.call("HSET", KEYS[1], "idle", ARGV[1]) end
redis.call("HSET", KEYS[1], ARGV[2], "1")
return 1
