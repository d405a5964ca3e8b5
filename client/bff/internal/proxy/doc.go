// Package proxy carries the calls of our pages to the resource server: the
// token of the session goes along, the cookie stays here.
//
// It builds a new request rather than forwarding the old one (as a reverse
// proxy would): what is not on a list does not pass, one message on this side
// is one message on the other, and a body can be sent again after a refresh.
//
//	handler.go  the steps of a call
//	routes.go   which calls there are
//	upgrade.go  WebSockets are refused
//	fields.go   which header fields pass, either way
//	path.go     which paths every server reads in the same way
//	target.go   path and query out, as they were sent
//	location.go Location and Link back, below /api
//	caller.go   the call itself, repeated once if the token was refused
//	transport.go the call for code in this process
//	stepup.go   what the resource server asked of a session   RFC 9470
//	answer.go   the answer, as it arrives
//	bounds.go   how long that may take
//
// An answer is streamed: its header goes to the browser at once, its body as it
// arrives, flushed at each piece if the resource server says no length or
// text/event-stream. Nothing is kept, so there is no limit to its size. What
// bounds it is time: 10 s until the header, 30 s between two pieces, and a
// stream without an end is over when the access token that opened it expires,
// or when this server drains. An answer that breaks off breaks off for the
// browser too, which never takes a part for the whole.
//
// WebSockets are refused (client.proxy.upgrade). A browser sends the cookie
// with a handshake from any site, asks nobody (no CORS), and cannot add the
// header that our pages show; Origin alone would stand between another site and
// the API. What pages need from an API that speaks first, a streamed answer to
// fetch gives them. Other upgrades are not forwarded (RFC 9110 §7.8).
package proxy
