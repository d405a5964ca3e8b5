// Package stack starts the whole of Quartet in one process: the embedded Redis
// (or the one that REDIS_URL names), the four services, and the recorder that
// shows their messages. `quartet up`, the end-to-end tests, the labs and the
// benchmarks all start it here.
//
//	stack.go     Start: listen first, then wire, then serve
//	ready.go     up means ready
//	settings.go  the settings of each service, agreed with each other
//	service.go   one service: its listener, its recorder, its end
package stack
