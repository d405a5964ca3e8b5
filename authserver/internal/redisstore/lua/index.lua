-- index adds a record to the list of a user's records, and removes those that have expired. Times are in ms.
local function index(key, member, expires, at)
	redis.call("ZREMRANGEBYSCORE", key, "-inf", at)
	redis.call("ZADD", key, "GT", expires, member)

	local ttl = tonumber(expires) - tonumber(at)
	if redis.call("PTTL", key) < ttl then redis.call("PEXPIRE", key, string.format("%d", ttl)) end
end

