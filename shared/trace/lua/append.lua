-- Appends events to the stream KEYS[1], and keeps about the last ARGV[1] of them. The events are
-- ARGV[2] and the following arguments, in this order.
for i = 2, #ARGV do
	redis.call("XADD", KEYS[1], "MAXLEN", "~", ARGV[1], "*", "e", ARGV[i])
end
return #ARGV - 1
