-- Replaces the text of a note, or deletes the note, if its entity tag meets the preconditions.
-- Checking and changing are one step, so that no other change comes in between (RFC 9110 §13.2.2).
-- KEYS[1] notes of the owner
-- ARGV[1] id, ARGV[2] preconditions as JSON
-- ARGV[3] text, ARGV[4] new revision, ARGV[5] retention in ms; without these three the note is deleted
local stored = redis.call("HGET", KEYS[1], ARGV[1])
if not stored then
  return { "missing" } -- rs.note.own
end
local note = cjson.decode(stored)
local wanted = cjson.decode(ARGV[2])
local etag = '"' .. (note.revision or "") .. '"'

local function lists(tags)
  for _, tag in ipairs(tags) do
    if tag == "*" or tag == etag then
      return true
    end
  end
  return false
end

if (wanted.match and not lists(wanted.match)) or (wanted.none_match and lists(wanted.none_match)) then
  return { "precondition" } -- rs.note.precondition
end
if not ARGV[3] then
  redis.call("HDEL", KEYS[1], ARGV[1])
  return { "ok" }
end
note.text, note.revision = ARGV[3], ARGV[4]
local changed = cjson.encode(note)
redis.call("HSET", KEYS[1], ARGV[1], changed)
redis.call("PEXPIRE", KEYS[1], ARGV[5])
return { "ok", changed }
