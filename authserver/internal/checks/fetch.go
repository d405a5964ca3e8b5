package checks

import "quartet.example/shared/oauth"

// What this server fetches from the URLs in the registration of a client. These refusals
// are not sent: the caller of the fetch decides what its failure means.
var (
	FetchURL = oauth.Check{
		ID: "as.fetch.url", Spec: "RFC 8725 §3.10", Error: oauth.InvalidRequest,
		Meaning: "the URL has the scheme https and an ordinary host name: no user, no fragment, no number in place of an address",
		Refusal: "the URL of the client cannot be fetched",
		Stops:   "file: and gopher: URLs, and addresses written so that a filter does not recognize them",
	}
	FetchAddress = oauth.Check{
		ID: "as.fetch.address", Spec: "RFC 9728 §7.7", Error: oauth.InvalidRequest,
		Meaning: "the host has only public addresses, when it is resolved and when the connection is made",
		Refusal: "the URL of the client cannot be fetched",
		Stops:   "server-side request forgery: requests of this server to hosts that only it can reach", Decisive: "server-side request forgery",

		Suspicious: true,
	}
	FetchAnswer = oauth.Check{
		ID: "as.fetch.answer", Spec: "RFC 9728 §7.7", Error: oauth.InvalidRequest,
		Meaning: "the response arrives in time, has the right type and size, and is not a redirect",
		Refusal: "the URL of the client cannot be fetched",
		Stops:   "redirects to hosts that would be refused, endless responses, and pages parsed as documents",
	}
)
