// Package stack runs all of Quartet in one process: the embedded Redis (or the one at REDIS_URL),
// the four services, and the recorder of their messages. `quartet up`, the end-to-end tests and
// the benchmarks use it.
//
//	stack.go     Start: makes the services, serves
//	listen.go    opens the ports
//	ready.go     waits until all services are ready
//	settings.go  settings of the services, whose addresses must fit together
//	at.go        one setting that moves the names and ports of all services
//	tls.go       the stack over https
//	service.go   Service: name, URL and address of one service
package stack
