-- Adds a session to a group, unless its sign-in began before the last logout of the
-- group. If the user authenticated after the logout token was issued, it is a new sign-in
-- and joins; both times are by the clock of the issuer. The expiry of members is kept by
-- the clock of Redis, and expired members are removed.
-- KEYS[1] the group  KEYS[2] its last logout
-- ARGV handle, logouts heard when the sign-in began, time of authentication (seconds of
-- the issuer, 0 if unknown), time until the session ends, how much longer to keep it (milliseconds)
local over = redis.call("HMGET", KEYS[2], "number", "issued")
if over[1] and tonumber(ARGV[2]) < tonumber(over[1]) and tonumber(ARGV[3]) <= tonumber(over[2]) then
  return "over" -- client.session.overtaken
end
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local life = tonumber(ARGV[4]) + tonumber(ARGV[5])
redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", string.format("%.0f", now))
redis.call("ZADD", KEYS[1], string.format("%.0f", now + life), ARGV[1])
if redis.call("PTTL", KEYS[1]) < life then
  redis.call("PEXPIRE", KEYS[1], string.format("%.0f", life))
end
return "ok"
