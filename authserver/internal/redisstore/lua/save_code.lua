-- Store a code until it expires.
-- KEYS[1] code; ARGV: client_id, record, TTL in ms
redis.call("HSET", KEYS[1], "client", ARGV[1], "expires", string.format("%d", now() + tonumber(ARGV[3])), "code", ARGV[2])
redis.call("PEXPIRE", KEYS[1], ARGV[3])
return 1
