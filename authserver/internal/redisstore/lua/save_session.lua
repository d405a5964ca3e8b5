-- Store a session, and add it to the list of its user.
-- KEYS[1] session, KEYS[2] sessions of the user
-- ARGV: hash of the handle, expiry in ms, now in ms, then field, value, field, value, ...
index(KEYS[2], ARGV[1], ARGV[2], ARGV[3])
for i = 4, #ARGV, 2 do
	redis.call("HSET", KEYS[1], ARGV[i], ARGV[i + 1])
end
redis.call("PEXPIRE", KEYS[1], string.format("%d", math.max(1, tonumber(ARGV[2]) - tonumber(ARGV[3]))))
return 1
