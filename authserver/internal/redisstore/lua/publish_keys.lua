-- Adds signing keys whose algorithm has no current key yet, and gives all keys.
-- KEYS[1] hash: kid -> record. ARGV: kid, record, kid, record, ...
local has = {}
local records = redis.call("HVALS", KEYS[1])
for _, record in ipairs(records) do
  local key = cjson.decode(record)
  if key.state == "current" then has[key.alg] = true end
end
for i = 1, #ARGV, 2 do
  if not has[cjson.decode(ARGV[i + 1]).alg] then
    redis.call("HSET", KEYS[1], ARGV[i], ARGV[i + 1])
  end
end
return redis.call("HVALS", KEYS[1])
