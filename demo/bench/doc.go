// Command bench measures what the services cost, next to a floor.
//
// The floor is a set of bare Echo handlers with golang-jwt and go-redis that do only the work that no correct
// server can leave out. For each operation, docs/performance.md lists what the floor leaves out. Floor and
// services run as separate processes on one Redis, in turns, under the same load of 16 connections (flag
// -connections). The result is the CPU time per operation, of the servers and of Redis together, read from
// /proc. The ratio of two numbers that were measured within the same seconds depends less on the machine than
// either number.
//
//	main.go            the flags
//	operations.go      the operations, their targets, what the floor leaves out
//	measure.go         rounds: floor, services, floor, services, ...
//	drive.go           connections, each of which sends one request after the other
//	cpu.go             CPU time of processes
//	report.go          medians, ratios, spread
//	page.go            docs/performance.md, from performance.md.tmpl
//
//	bed.go             Redis, the bench's own issuer, the processes under measurement
//	subject.go         starts the processes of one subject
//	child.go           the process that is measured: which server it is
//	service.go         our three services as such a process
//	seed.go            the seed of our authorization server, with the bench's clients
//
//	floor.go           the floor's routes
//	floorauthorize.go  GET /authorize with a live session, sign-in with a password
//	floortoken.go      POST /token
//	floormint.go       its access tokens and ID tokens
//	floorresource.go   the resource server, userinfo, introspection
//	floorclient.go     the client: a sealed session and a proxied call
//
//	load*.go           the requests of each operation
//	signin.go          signs users in at our services, to prepare the sessions
package main
