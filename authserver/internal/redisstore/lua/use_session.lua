-- Extend the idle time of a session, and record a client that gets a code in it. The code is added to the list of what
-- the user's clients have not fetched yet: whoever ends the session afterwards finds it there. This never creates a
-- session.
-- KEYS[1] session, KEYS[2] list of what was not fetched (left out: only extend and record)
-- ARGV: idle until in ms, field of the client or "", member of the list, its expiry in ms, now in ms
local idle = redis.call("HGET", KEYS[1], "idle")
if not idle then return 0 end

if KEYS[2] then index(KEYS[2], ARGV[3], ARGV[4], ARGV[5]) end
if tonumber(ARGV[1]) > tonumber(idle) then redis.call("HSET", KEYS[1], "idle", ARGV[1]) end
if ARGV[2] ~= "" then redis.call("HSET", KEYS[1], ARGV[2], "1") end
return 1
