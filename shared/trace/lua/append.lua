-- Appends events to the stream KEYS[1], of which about ARGV[1] are kept.
-- The events are ARGV[2] and those after it, in their order.
for i = 2, #ARGV do
	redis.call("XADD", KEYS[1], "MAXLEN", "~", ARGV[1], "*", "e", ARGV[i])
end
return #ARGV - 1
