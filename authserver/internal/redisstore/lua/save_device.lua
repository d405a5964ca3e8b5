-- Store a device authorization request. The record is kept for twice its lifetime, so that a device that polls too late
-- gets expired_token (RFC 8628 §3.5).
-- KEYS[1] device; ARGV: client_id, record, TTL in ms, interval in ms
redis.call("HSET", KEYS[1], "client", ARGV[1], "expires", string.format("%d", now() + tonumber(ARGV[3])), "state", "pending",
	"interval", ARGV[4], "next", "0", "device", ARGV[2])
redis.call("PEXPIRE", KEYS[1], string.format("%d", 2 * tonumber(ARGV[3])))
return 1
