// Package democlock is a clock that all services share and that the inspector can move forward, so
// that nobody has to wait for a token to expire. It is used in the dev profile only.
//
//	clock.go    Clock: the system clock, plus how far it was moved
//	forward.go  Clock.Forward: moves the clock of every service
//	expire.go   moves what Redis will remove
//
// How far the clock was moved is in Redis, under the key "democlock". A change is announced to all
// services (shared/announce), and each keeps it in memory. The clock never goes back while a service
// runs: a token that was issued before would not be valid yet. It is back at the real time when the key
// is gone and the services have started again, which `make demo` does at each start and `make down-all`
// for Docker.
//
// What moves, what does not, and why: docs/adr/0026.
package democlock
