-- Ends a group: returns its members, and notes the logout, so that sign-ins that began
-- before it are refused when they join. The members leave when their sessions are
-- taken, so that an end that was cut short can be done again.
-- KEYS[1] the group  KEYS[2] its last logout
-- ARGV number of the logout, time at which the issuer issued it (its seconds),
-- time to live (milliseconds)
for i, field in ipairs({ "number", "issued" }) do
  local known = redis.call("HGET", KEYS[2], field)
  if not known or tonumber(ARGV[i]) > tonumber(known) then
    redis.call("HSET", KEYS[2], field, ARGV[i])
  end
end
redis.call("PEXPIRE", KEYS[2], ARGV[3])
return redis.call("ZRANGE", KEYS[1], 0, -1)
