-- Adds a note unless its owner has the maximum number of notes.
-- KEYS[1] notes of the owner
-- ARGV[1] id, ARGV[2] note, ARGV[3] maximum number of notes, ARGV[4] retention in ms
if redis.call("HLEN", KEYS[1]) >= tonumber(ARGV[3]) then
  return "full" -- rs.notes.room
end
redis.call("HSET", KEYS[1], ARGV[1], ARGV[2])
redis.call("PEXPIRE", KEYS[1], ARGV[4])
return "ok"
