-- Add a grant to the list of its session. Return 0 if the session has ended: then the list has the member "ended".
-- KEYS[1] grants of the session; ARGV: gid, TTL in ms
if redis.call("SISMEMBER", KEYS[1], "ended") == 1 then return 0 end -- as.code.known, as.device.known

redis.call("SADD", KEYS[1], ARGV[1])
if redis.call("PTTL", KEYS[1]) < tonumber(ARGV[2]) then redis.call("PEXPIRE", KEYS[1], ARGV[2]) end
return 1
