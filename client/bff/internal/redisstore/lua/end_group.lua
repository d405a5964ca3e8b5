-- Records the logout of a group of sessions, so that sign-ins that began before it cannot
-- join, and returns the members. A member is removed when its session is taken; so a
-- logout that failed halfway can be repeated.
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
