-- Store a change that an operator made to a user, unless another change was stored since that version.
-- KEYS[1] hash: field of the user -> record, and "version"; ARGV: version or "", field, record
if (redis.call("HGET", KEYS[1], "version") or "") ~= ARGV[1] then return 0 end

redis.call("HSET", KEYS[1], ARGV[2], ARGV[3])
redis.call("HINCRBY", KEYS[1], "version", 1)
return 1
