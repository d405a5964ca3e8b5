-- Adds a note unless its owner has too many; the notes of an owner expire
-- together, counted from the last one added.
-- KEYS[1] notes of the owner   ARGV id, record, limit, ttl in ms
if redis.call("HLEN", KEYS[1]) >= tonumber(ARGV[3]) then
  return 0
end
redis.call("HSET", KEYS[1], ARGV[1], ARGV[2])
redis.call("PEXPIRE", KEYS[1], ARGV[4])
return 1
