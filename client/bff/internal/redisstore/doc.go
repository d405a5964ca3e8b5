// Package redisstore keeps logins in progress, hand-overs to apps and sessions in Redis.
//
//	client:login:{H(state)}:H(binding)   sealed record, or "used"
//	client:stepup:{H(id)}                sealed record: what a resource server asked for
//	client:session:{H(id)}               version, ends, idle_until, groups, sealed record
//	client:session:{H(id).app}           the same, of an app
//	client:browser:{H(browser)}          H(id) of its newest session, which the next one replaces
//	client:handover:{H(code)}            hash of the challenge, sealed record until it is used
//	client:sessions:{H(group)}           sorted set of H(id) by end: of a user, of a sid
//	client:sessions:{H(group)}:ended     the last logout: refuses sign-ins that began before it
//	client:logouts:{H(issuer)}           number of logout tokens received from the issuer
//	client:logout:{H(issuer, jti)}       a logout token that was used
//	client:refresh:{H(id)}               the lock of a refresh in progress
//
// A session and its groups are in different slots of a Redis Cluster, so one script cannot
// change them together. The order of the steps prevents races: a session is stored before it
// is added to its groups, and adding to a group and ending a group are one script each. A
// logout that ends a group either finds the session in it, or the session is refused when it
// is added, and is then deleted.
//
// A session that was loaded stays decrypted in the memory of this process (memory.go), so that the
// next request of it costs one small read: the version, a random value that each change of the
// sealed record replaces. The session in memory is used only if the version is the same, so a sign-out or
// a refresh at another replica counts at once. It stays there until the time comes to store its
// next use, a minute at most, and no longer than its absolute limit; a session that another replica
// ended is not used any more, but may stay until then. So the tokens of sessions in use are in
// clear in the memory of the process, as they are anyway while a request uses them.
//
// State, binding, code, session id, issuer and user are there as SHA-256 only; records are sealed
// under a key that is not in Redis, and bound to their Redis key. They are bytes; those of earlier
// versions, in base64url, can be read too. Each record contains its expiry; the TTL of the Redis
// key is a little longer and only removes expired records.
package redisstore
