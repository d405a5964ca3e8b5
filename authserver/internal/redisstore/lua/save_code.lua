-- Keep a code until it expires.
-- KEYS[1] code; ARGV: client_id, expiry in ms, record, TTL in ms
redis.call("HSET", KEYS[1], "client", ARGV[1], "expires", ARGV[2], "code", ARGV[3])
redis.call("PEXPIRE", KEYS[1], ARGV[4])
return 1
