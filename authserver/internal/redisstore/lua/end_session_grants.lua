-- Give the grants of a session and close the list: no later grant joins an ended session.
-- KEYS[1] grants of the session; ARGV: how long to remember that it ended, in ms
local gids = redis.call("SMEMBERS", KEYS[1])
redis.call("DEL", KEYS[1])
redis.call("SADD", KEYS[1], "ended")
redis.call("PEXPIRE", KEYS[1], ARGV[1])

local open = {}
for _, gid in ipairs(gids) do
	if gid ~= "ended" then open[#open + 1] = gid end
end
return open
