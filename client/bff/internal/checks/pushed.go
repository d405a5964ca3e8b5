package checks

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// Pushed authorization requests (RFC 9126): the browser carries a reference, and
// nobody on its way reads or changes the request.
var (
	PAROffered = oauth.Check{
		ID: "client.par.offered", Spec: "RFC 9126 §5", Error: oauth.TemporarilyUnavailable,
		Meaning: "the server has an endpoint for pushed requests, if the settings want them or the server requires them",
		Refusal: "the authorization server does not take pushed requests, and this application sends no others",
		Stops:   "a quiet return to requests that the browser can change",
	}
	PARAccepted = oauth.Check{
		ID: "client.par.accepted", Spec: "RFC 9126 §2.2", Error: oauth.ServerError, Status: http.StatusBadGateway,
		Meaning: "the server took the request and gave a reference for it",
		Refusal: "the authorization server does not accept the request of this application; tell its operator",
		Stops:   "sending a browser off with a request that cannot succeed",
	}
)
