-- Count a sign-in attempt at an account. If there were too many wrong passwords, count nothing and return "origin" or
-- "account", and how long to wait in ms. An attempt is counted before its password is checked, so that concurrent
-- guesses cannot pass the limit. If the attempts in progress could reach the limit, return "pending".
-- The level of the account falls continuously, by its limit in each window.
-- KEYS[1] attempts from an address or a known browser, KEYS[2] level of the account; not given for a known browser
-- ARGV: window in ms, limit of KEYS[1], limit of KEYS[2]
local now, window, limit, ceiling = now(), tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local fields = redis.call("HMGET", KEYS[1], "count", "wrong", "until")
local count, wrong, open = tonumber(fields[1]) or 0, tonumber(fields[2]) or 0, tonumber(fields[3]) or 0

if now >= open then count, wrong = 0, 0 end
if wrong >= limit then return {"origin", open - now} end -- as.login.throttle
if count >= limit then return {"pending", 0} end -- no check: the caller waits for the attempts in progress

if KEYS[2] then
	local account = redis.call("HMGET", KEYS[2], "level", "at")
	local level, at = tonumber(account[1]) or 0, tonumber(account[2]) or now
	level = math.max(0, level - math.max(0, now - at) * ceiling / window)
	if level + 1 > ceiling + 0.000001 then return {"account", math.ceil((level + 1 - ceiling) * window / ceiling)} end -- as.login.account
	redis.call("HSET", KEYS[2], "level", string.format("%.6f", level + 1), "at", string.format("%d", now))
	redis.call("PEXPIRE", KEYS[2], window)
end

redis.call("HSET", KEYS[1], "count", count + 1, "wrong", wrong, "until", string.format("%d", now + window))
redis.call("PEXPIRE", KEYS[1], window)
return {"ok", 0}
