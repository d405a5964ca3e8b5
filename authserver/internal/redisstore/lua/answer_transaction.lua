-- Add the sealed answer to a decision that is still kept; its TTL stays.
-- KEYS[1] settled; ARGV: answer
if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end
return redis.call("HSET", KEYS[1], "answer", ARGV[1])
