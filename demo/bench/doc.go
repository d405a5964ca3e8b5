// Command bench measures what the services cost, next to the floor.
//
// The floor is a bare Echo handler with golang-jwt and go-redis that does only
// the unavoidable work of an operation: it parses, hashes, signs or verifies,
// and makes the one trip to Redis. Floor and ours run as processes of their
// own on one Redis, under the same load of 16 connections, in turns, and what
// counts is CPU time per operation: of the server and of Redis together, read
// from /proc. The ratio of two numbers measured within the same seconds says
// more than either of them.
//
//	main.go    the operations and the rounds
//	floor.go   the bare handlers of the servers
//	proxy.go   those of introspection and of the client
//	loads.go   the requests, and clientload.go those of the same two
//	ours.go    our services, started as `quartet up` starts them
//	load.go    16 connections that ask as fast as they are answered
//	cpu.go     CPU time of processes
//	report.go  medians, ratios, spread
package main
