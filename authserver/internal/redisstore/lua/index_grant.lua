-- Add a grant to the list of its user, and to the list of the session that it ends with. Return 1, or 0 if that session
-- has ended: its list then has the member "ended" (end_session_grants.lua).
-- KEYS[1] grants of the user, KEYS[2] grants of the session (missing if the grant does not end with a session)
-- ARGV: gid, its expiry in ms, now in ms
index(KEYS[1], ARGV[1], ARGV[2], ARGV[3])
if not KEYS[2] then return 1 end
if redis.call("SISMEMBER", KEYS[2], "ended") == 1 then return 0 end -- as.code.known, as.device.known

redis.call("SADD", KEYS[2], ARGV[1])
keep(KEYS[2], tonumber(ARGV[2]) - tonumber(ARGV[3]))
return 1
