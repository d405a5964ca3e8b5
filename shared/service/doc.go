// Package service is the shell that the commands of all services share: read the
// settings, connect what New needs, serve, drain; or ask a running one whether
// it is well. Knowing one command means knowing all of them.
//
//	deps.go     Deps, what every New is given; Connect makes those of a command
//	command.go  Command: serve, health, and what a service adds of its own
package service
