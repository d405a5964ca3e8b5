// Package web is the only place that sets up Echo and a listener. A service gets
// from New an Echo that already behaves, mounts its routes and hands it to Serve.
//
//	new.go        Options, New: the chain that every request passes
//	outermost.go  the recorder's place: it sees what was sent and what was answered
//	observe.go    one log line and one measurement per request; writes errors
//	guard.go      what is done and checked before the router; a panic is an error
//	security.go   headers of every answer, errors included; CSP for single answers
//	limits.go     sizes of URL and body
//	errors.go     from a Go error to an oauth.Error
//	respond.go    from an oauth.Error to the wire: JSON, or a page for people
//	form.go       Form and Query: parameters as RFC 6749 §3 wants them
//	json.go       NoStoreJSON, SetNoStore
//	health.go     /livez, /readyz, and the probe of the container
//	agent.go      what people call a browser
//	listen.go serve.go admin.go   the listeners, and how they end
//
// A request passes, from outside to inside: recorder, log and metrics and error
// writer, recover, request id, security headers, limits, router, handler. The
// recorder is outermost because it must see the error that was written, the log
// is outside of recover because a panic is an answer too.
//
// HEAD is answered only where a route asks for it (see Read): a HEAD that Echo
// turned into a GET would spend codes and start sign-ins for link checkers.
package web
