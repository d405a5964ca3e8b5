-- keep makes sure that a key is kept for at least ttl ms.
local function keep(key, ttl)
	if redis.call("PTTL", key) < ttl then redis.call("PEXPIRE", key, string.format("%d", ttl)) end
end

-- index adds a member to a sorted set of a user's records, whose scores are the times of expiry, and removes the members
-- that have expired. The set is kept until its last member expires. at is the present time; times are in ms.
local function index(key, member, expires, at)
	redis.call("ZREMRANGEBYSCORE", key, "-inf", at)
	redis.call("ZADD", key, "GT", expires, member)
	keep(key, tonumber(expires) - tonumber(at))
end

