-- now returns the time in ms by the clock of Redis, so that all replicas decide by one clock (docs/adr/0022).
local function now()
	local time = redis.call("TIME")
	return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

