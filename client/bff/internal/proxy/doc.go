// Package proxy sends the calls of pages to the resource server, with the access token of the
// session and without the cookie.
//
// It builds a new request rather than forwarding the old one (as a reverse proxy would): only
// header fields that are on a list are copied, one message on this side is one message on the
// other, and the body can be sent again after a refresh.
//
//	handler.go   the steps of a call
//	routes.go    which calls are allowed
//	upgrade.go   WebSockets are refused
//	fields.go    which header fields are copied, in both directions
//	path.go      which paths every server reads in the same way
//	target.go    path and query, as they were sent
//	location.go  Location and Link become addresses below /api
//	caller.go    the request, repeated once if the token was refused
//	transport.go the same for an http.Client
//	stepup.go    the API wants another sign-in                       RFC 9470
//	answer.go    the response, as it arrives
//	bounds.go    how long that may take
//
// A response is streamed: its header is sent at once, and its body as it arrives, flushed after
// each part if the resource server gives no length or text/event-stream. Nothing is stored, so
// the size is not limited. The time is: 10 s until the header, 30 s between two parts. A stream
// without an end is closed when the access token expires that opened it, or when the server shuts
// down.
//
// WebSockets are refused (client.proxy.upgrade). A browser sends the cookie with a handshake from
// any site, without asking (no CORS), and cannot add the header that pages send; only Origin
// would protect the API from other sites. A streamed response to fetch does what pages need.
// Other upgrades are not forwarded (RFC 9110 §7.8).
package proxy
