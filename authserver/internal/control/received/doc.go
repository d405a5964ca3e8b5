// Package received reads who sent a request and with which parameters, for the record of requests and
// for faults. It verifies nothing: it must not be used to decide what a request may do.
//
//	sender.go  parameters and client
package received
