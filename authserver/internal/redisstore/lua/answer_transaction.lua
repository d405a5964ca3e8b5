-- Store the sealed answer with a decision, if the decision still exists. Its TTL does not change.
-- KEYS[1] settled; ARGV: answer
if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end
return redis.call("HSET", KEYS[1], "answer", ARGV[1])
