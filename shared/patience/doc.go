// Package patience makes waits and lifetimes longer while step mode (shared/trace/step) may hold
// messages, so that nothing times out or expires while a teacher explains a message.
//
//	patience.go  Wait, Lifetime, Transaction: longer durations
//	unheld.go    Unheld: messages that are sent while a lock is open are not held
//
// It asks the Mode in the context, which only the recorder of the dev profile sets. Without one, as in
// production, each function returns the duration that it was given. The package imports nothing but the
// standard library, so that libraries for resource servers can use it.
package patience
