// Package throttle bounds what strangers store: the records that anybody can
// make the server keep in Redis before a client or a user has proved who they
// are. Middleware notes the sender of each request in its context; the store asks
// Admit before it writes such a record, with its size. An endpoint that is added
// later is bounded too, because it writes through the same store.
//
// It counts in memory, so that a flood costs Redis nothing; each replica counts
// for itself. Passwords are counted in Redis, by the package login: guesses must
// add up over all replicas.
package throttle
