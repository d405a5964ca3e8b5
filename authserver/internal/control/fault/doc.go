// Package fault makes responses of the server go wrong, as tests ask for it. It exists in the dev profile
// only. The handlers do not know it: a middleware around them takes their place, delays them, or changes
// what they responded.
//
//	queue.go       the faults that wait for a request, oldest first
//	valid.go       refuses a fault that contradicts itself
//	sighting.go    which request it is: endpoint, client and state
//	memory.go      finds the state of a request by its code, request URI or transaction
//	middleware.go  one request: failure, handler, change
//	fail.go        an error, a status, or a closed connection in place of the response
//	hold.go        a delay
//	refuse.go      an error at /authorize                      RFC 6749 §4.1.2.1, RFC 9207 §2
//	buffer.go      a response before it is sent
//	content.go     what a response has that can be changed
//	change.go      changes it, and signs it again
//	formpost.go    the parameters in the page of response_mode=form_post
package fault
