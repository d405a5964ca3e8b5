package checks

import (
	"net/http"

	"quartet.example/shared/oauth"
)

// Pushed authorization requests (RFC 9126): the browser carries only a reference,
// so that nobody can read or change the request on its way.
var (
	PAROffered = oauth.Check{
		ID: "client.par.offered", Spec: "RFC 9126 §5", Error: oauth.TemporarilyUnavailable,
		Meaning: "the server has an endpoint for pushed requests, if the settings want them or the server requires them",
		Refusal: "the authorization server does not take pushed requests, and this application sends no others",
		Stops:   "a fallback to requests that can be changed in the browser",
	}
	PARAccepted = oauth.Check{
		ID: "client.par.accepted", Spec: "RFC 9126 §2.2", Error: oauth.ServerError, Status: http.StatusBadGateway,
		Meaning: "the server accepted the request and returned a reference for it",
		Refusal: "the authorization server does not accept the request of this application; tell its operator",
		Stops:   "sending the browser to the server with a request that cannot succeed",
	}
)
