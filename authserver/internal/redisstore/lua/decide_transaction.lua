-- Take a transaction, for one caller only, and store it with the user's decision, so that a second click on the same
-- button gets the same answer.
-- KEYS[1] transaction, KEYS[2] decided transaction
-- ARGV: decision, expiry in ms by the clock of the caller, TTL in ms
local record = redis.call("GETDEL", KEYS[1])
if not record then return false end

redis.call("HSET", KEYS[2], "transaction", record, "decision", ARGV[1], "expires", ARGV[2])
redis.call("PEXPIRE", KEYS[2], ARGV[3])
return record
