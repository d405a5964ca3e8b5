// Package trace records the messages between the roles, so that the inspector
// can show them. What must stay secret is masked here, in the process that saw
// it: nothing unmasked leaves for Redis.
//
//	event.go       what one record says
//	recorder.go    New; the nil Recorder records nothing and costs nothing
//	server.go      Middleware: what a service received and answered
//	transport.go   Transport: what a service sent, and the calls that never arrived
//	exchange.go    one request and its response while they happen
//	context.go     which request a call belongs to              W3C Trace Context
//	caller.go      who is speaking, and through which channel
//	message.go     parameters of queries, forms and JSON        RFC 6749 App. B
//	header.go      headers, cookies, credentials in headers     RFC 6265, RFC 6750 §2.1, RFC 7617
//	redact.go      classes, masks and fingerprints
//	jwt.go         header and claims of a JWT, never its signature
//	capture.go     bodies, kept while they pass by
//	dictionary*.go each known name: class, meaning, who sets and checks it, RFC section
//	sink.go        where events go: Memory for tests
//	redis.go       where events go: a Redis stream
//	stream.go      reading that stream
//
// A request is two events with one span: "request" when it arrives, "response"
// when it is answered (which repeats the request, now with the parameters of
// its body, and adds the answer and the checks). A message from service to
// service is seen by both, with the same span. The id of the Redis stream is
// where a reader resumes; each service writes in its own time, so the order of
// messages is their time of beginning, and a parent comes before its children.
//
// A name that the dictionary does not know is masked like a credential. The
// recorder runs in the dev profile only.
package trace
