-- now is the time in milliseconds by the clock of Redis: one clock for all callers (docs/adr/0022).
local function now()
	local time = redis.call("TIME")
	return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

