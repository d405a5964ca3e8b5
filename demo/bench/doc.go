// Command bench measures the CPU time of the services in comparison with the floor.
//
// The floor is a bare Echo handler with golang-jwt and go-redis that does only the unavoidable
// work of an operation: it parses, hashes, signs or verifies, and makes one round trip to Redis.
// The floor and the services run as separate processes on one Redis, alternately, under the same
// load of 16 connections. Each result is the CPU time for one response, of the server and of Redis
// together, from /proc. The ratio of two results from the same few seconds is more reliable than
// the results themselves, which depend on the machine.
//
//	main.go        the operations and the rounds
//	bed.go         starts Redis, the issuer and the two processes
//	serve.go       runs as one of these two processes
//	floor.go       the floor of the servers
//	proxy.go       the floor of introspection and of the client
//	ours.go        our services, started as `quartet up` starts them
//	loads.go       the requests of each operation
//	clientload.go  those of introspection and of the client
//	signin.go      refresh tokens to start with
//	load.go        16 connections that send a request as soon as the previous one is answered
//	cpu.go         CPU time of processes
//	report.go      medians, ratios, spread
package main
