// Package announce sends a short message to every process that listens on a channel of Redis, and
// waits until each of them has acted on it. The dev profile uses it for step mode (shared/trace/step)
// and for the demo clock (shared/democlock).
//
//	listen.go  Listen: hears the messages of a channel, and connects again after an error
//	send.go    Send: publishes a message and waits for its listeners
//
// Redis Pub/Sub delivers a message once, to those that are subscribed at that moment. So the sender
// first stores the new state under a key, and a listener reads that key whenever it has subscribed.
package announce
