-- End a transaction, once, and keep it with the decision for a second click on the same button.
-- KEYS[1] transaction, KEYS[2] settled; ARGV: decision, expiry in ms of the caller's clock, TTL in ms
local record = redis.call("GETDEL", KEYS[1])
if not record then return false end

redis.call("HSET", KEYS[2], "transaction", record, "decision", ARGV[1], "expires", ARGV[2])
redis.call("PEXPIRE", KEYS[2], ARGV[3])
return record
