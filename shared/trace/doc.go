// Package trace records the messages between the roles, so that the inspector can show them.
// Secrets are masked in the process that sees them, before an event is written to Redis.
//
// While a request is processed, what is recorded of it is only copied, into drafts. A goroutine masks
// the drafts, encodes them and writes them to Redis, many with one round trip. It begins 20 ms after
// the first draft, when most requests are answered. Drafts wait in the memory of the process, at most
// 1024 of them with 8 MiB together; further ones are dropped, and a note in the stream says how many.
// A service that stops writes its queue for at most a second and drops the rest.
//
// BenchmarkRecorder measures a token request with 20 checks and two JWTs in the response. Such a
// message costs, in CPU time:
//
//	 0 µs     if the recorder is off
//	 8 µs     during the request: copies, and the context for checks and for messages that are sent
//	80 µs     in the background: masking, which is mostly the parsing of JSON and JWTs, and encoding
//
// Redis takes about 20 µs more. So the recorder does not delay a single request noticeably, but it
// makes a service under full load several times slower, and the goroutine is slower than the
// requests: with 16 connections that send one request after the other, about a third of the events
// are dropped.
//
//	event.go       Event: what is recorded of one message
//	recorder.go    New; a nil Recorder records nothing and costs nothing
//	server.go      Middleware: what a service received, and its response
//	transport.go   Transport: what a service sent, including requests that never arrived
//	exchange.go    one request and its response while they are processed
//	draft.go       Draft: an event before its secrets are masked
//	held.go        holds messages in step mode (see the package step)
//	announce.go    Announce: holds a message before its sender takes a lock
//	context.go     during which request another one is sent    W3C Trace Context
//	caller.go      who sent a request, and through which channel
//	message.go     parameters of queries, forms and JSON        RFC 6749 App. B
//	header.go      headers, cookies, credentials in headers     RFC 6265, RFC 6750 §2.1, RFC 7617
//	redact.go      classes and masks
//	fingerprint.go which values get a fingerprint
//	derived.go     what the protocol computes from a value: hashes, thumbprints
//	jwt.go         header and claims of a JWT, never its signature
//	signature.go   whether the service found the signature valid
//	capture.go     keeps the beginning of bodies
//	dictionary*.go each known name: class, meaning, who sets and checks it, RFC section
//	sink.go        where events go: Memory for tests
//	redis.go       where events go: a Redis stream
//	inspector.go   where events of a lab go: the inspector of a running stack
//	queue.go       the bounded queue before both
//	write.go       delivers what is in the queue, many events at a time
//	encoder.go     the JSON of the events of one round trip
//	stream.go      reading the stream
//	lab.go         Lab and LabRun: recorders for the parties of a lab
//
// A request gives two events with one span: "request" when it arrives, and "response" when it is
// answered, which repeats the request with the parameters of its body, and adds the response and
// the checks. Sender and receiver both record a message between services, with the same span. A
// reader resumes at the id in the Redis stream. Each service writes independently, so messages are
// ordered by the time at which they began, and a parent comes before its children.
//
// The value of a name that the dictionary does not know is masked like a credential. The recorder
// runs in the dev profile only, and not in the measurements of demo/bench.
package trace
