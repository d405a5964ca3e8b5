// Package step holds messages between the services until someone releases them, so that a teacher
// can explain each message before it is processed. It works in the dev profile only.
//
//	mode.go     Mode: which messages are held
//	gate.go     Gate: holds the messages of one service
//	control.go  Control: sets the mode and releases messages, for the inspector
//	context.go  Undated: a context without its deadline
//
// The mode is in Redis, under the key "step". A change is announced to all services
// (shared/announce), and each keeps the mode in memory: while step mode is off, a message costs one
// atomic read. The mode ends by itself 30 minutes after it was last set or a message was released, so
// that it cannot be forgotten.
//
// A message is held for at most 110 seconds, and only while the service can hear Redis: if the
// connection is lost, the mode ends for that service and it releases what it holds.
package step
