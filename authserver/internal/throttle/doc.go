// Package throttle limits the records that unauthenticated requests can make the
// server store in Redis. Context puts the sender of each request into its context.
// The store calls Admit with the size of the record before it writes one. A new
// endpoint is limited too, because it writes through the same store.
//
// It counts in memory, so that a flood of requests causes no load on Redis; each
// replica counts separately. Wrong passwords are counted in Redis, by the package
// login, because guesses must add up over all replicas.
package throttle
