// Package rig runs the stack in the process of a test, and lets the test control it:
//
//	stack.go  Start, and its options
//	clock.go  one clock for all services, which the test can move
//	gate.go   a proxy in front of the authorization server: keeps every message, and can be closed
//	redis.go  a Redis that can be stopped and started; its content
//	log.go    the log of the services
//	flow.go   common flows: SignIn, Authorize
//	names.go  recorded names that the dictionary does not have
package rig
