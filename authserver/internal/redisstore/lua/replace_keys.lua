-- Replace the signing keys, unless another caller has replaced them since the given version.
-- KEYS[1] hash: kid -> record, and "version"; ARGV: version, kid, record, kid, record, ...
if (redis.call("HGET", KEYS[1], "version") or "0") ~= ARGV[1] then return 0 end

redis.call("DEL", KEYS[1])
redis.call("HSET", KEYS[1], "version", string.format("%d", tonumber(ARGV[1]) + 1))
for i = 2, #ARGV, 2 do
	redis.call("HSET", KEYS[1], ARGV[i], ARGV[i + 1])
end
return 1
