// Package rig runs the stack in the process of a test, with handles for what a
// test does to it:
//
//	stack.go  Start, and its options
//	clock.go  one clock for the four services, which moves
//	gate.go   a proxy in front of the authorization server: sees every message to it, and can go away
//	redis.go  a Redis that stops and comes back; what is in it
//	log.go    what was logged
//	flow.go   the flow in a few words: SignIn, Notes
package rig
