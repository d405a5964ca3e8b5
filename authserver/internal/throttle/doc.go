// Package throttle bounds what an address may start before anybody has proved
// who they are: authorization, pushed and device requests, each of which leaves
// a record in Redis. It counts in memory, so that a flood costs nothing there;
// each replica counts for itself. Sign-ins are counted in Redis, by the package
// login: guesses must add up over all replicas.
package throttle
