package web

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// The checks of this package, which every service has.
var (
	RequestSize = oauth.Check{
		ID: "web.request.size", Spec: "RFC 9110 §15.5.14", Error: oauth.InvalidRequest, Status: http.StatusRequestEntityTooLarge,
		Meaning: "the URL and the body of a request are not too large",
		Refusal: "the request body is too large",
		Stops:   "requests that fill the memory of the server",
	}
	RequestForm = oauth.Check{
		ID: "web.request.form", Spec: "RFC 6749 §3.2, Appendix B", Error: oauth.InvalidRequest,
		Meaning: "parameters are text, properly encoded, at most 100, and those of a POST are in a form in the body",
		Refusal: "the parameters are malformed",
		Stops:   "requests that two parsers understand differently, and secrets in URLs, which servers log",
	}
	RequestSingle = oauth.Check{
		ID: "web.request.single", Spec: "RFC 6749 §3.1, §3.2", Error: oauth.InvalidRequest,
		Meaning: "no parameter is given more than once, except those that may be, such as resource (RFC 8707 §2)",
		Refusal: "a parameter is given more than once",
		Stops:   "parameter pollution: one program reads the first value, another program the last",
	}
)
