// Package web is the only place that sets up Echo and a listener. A service calls New, mounts its
// routes on the Echo that it gets, and passes it to Serve.
//
//	new.go         Options, New: an Echo with the middleware for every request
//	outermost.go   runs the recorder around everything else
//	observe.go     one log line and one measurement for each request
//	follow.go      the id and the context of a request; counts refusals
//	guard.go       what is checked before routing; turns a panic into an error
//	security.go    security headers: a short list for data, all of them for pages
//	csp.go         the content security policies; CSP adds to that of one response
//	limits.go      maximum size of URL and body
//	errors.go      from a Go error to an oauth.Error
//	checks.go      the checks that every service has
//	respond.go     from an oauth.Error to the response: JSON, or a page for people
//	accept.go      whether the response should be a page
//	form.go        Form and Query: parameters as RFC 6749 §3 requires
//	readahead.go   ReadAhead: the body before the handler reads it
//	json.go        NoStoreJSON, SetNoStore
//	document.go    Document: a response that was encoded in advance
//	requestid.go   X-Request-Id
//	lead.go        LeadTo: redirects to the configured host name
//	health.go      /livez, /readyz, and the health check of a container
//	agent.go       browser and operating system from a User-Agent
//	listen.go localhost.go serve.go admin.go   the listeners, and how they end
//
// A request passes, from the outside in: recorder; log, metrics and error writer; recover;
// security headers; limits; router; handler. The recorder is outermost because it must see the
// error response. The log is outside of recover because a panic is logged as a response too.
//
// HEAD is answered only on routes that ask for it (see Read). If Echo treated every HEAD as a GET,
// a link checker could use up codes and start sign-ins.
package web
