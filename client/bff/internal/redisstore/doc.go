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
//	client:logouts:{H(issuer)}           how many logouts of the issuer were heard
//	client:logout:{H(issuer, jti)}       a logout token that was used
//	client:refresh:{H(id)}               the lock of a refresh in progress
//
// A session and its groups lie in different slots of a cluster, so no script has
// them all. Instead the order makes it safe: the session is stored before it
// joins its groups, and joining and ending a group are one script each. Whoever
// ends a group either finds the session in it, or the session is refused when it
// joins, and then is deleted again.
//
// State, binding, code, session id, issuer and user are there as SHA-256 only; records are sealed
// under a key that Redis does not know, and bound to their Redis key. A record
// says itself when it is over; the time to live of the key is a little longer
// and collects garbage.
package redisstore
