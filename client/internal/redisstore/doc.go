// Package redisstore keeps logins in progress and sessions in Redis.
//
//	client:login:{H(state)}:H(binding)   sealed record, or "used"
//	client:session:{H(id)}               version, ends, idle_until, sealed record
//	client:refresh:{H(id)}               the lock of a refresh in progress
//
// State, binding and session id are there as SHA-256 only; records are sealed
// under a key that Redis does not know, and bound to their Redis key. A record
// says itself when it is over; the time to live of the key is a little longer
// and collects garbage.
package redisstore
