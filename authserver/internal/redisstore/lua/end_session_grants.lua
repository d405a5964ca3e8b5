-- Give the grants of a session and close the list: no later grant joins an ended session. They stay on the list,
-- so that whoever failed to end them all can ask again.
-- KEYS[1] grants of the session; ARGV: how long to remember that it ended, in ms
redis.call("SADD", KEYS[1], "ended")
redis.call("PEXPIRE", KEYS[1], ARGV[1])

local open = {}
for _, gid in ipairs(redis.call("SMEMBERS", KEYS[1])) do
	if gid ~= "ended" then open[#open + 1] = gid end
end
return open
