-- Return the grants of a session, and mark its list as ended, so that no later grant is added. The grants stay in the
-- list, so that a caller who failed to revoke all of them can repeat the call.
-- KEYS[1] grants of the session; ARGV: TTL of the mark in ms
redis.call("SADD", KEYS[1], "ended")
redis.call("PEXPIRE", KEYS[1], ARGV[1])

local open = {}
for _, gid in ipairs(redis.call("SMEMBERS", KEYS[1])) do
	if gid ~= "ended" then open[#open + 1] = gid end
end
return open
