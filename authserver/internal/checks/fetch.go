package checks

import "quartet.example/shared/oauth"

// What we fetch because a client's registration says so. None of these reaches
// the wire as it is: whoever asked for the fetch says what its failure means.
var (
	FetchURL = oauth.Check{
		ID: "as.fetch.url", Spec: "RFC 8725 §3.10", Error: oauth.InvalidRequest,
		Meaning: "the address is an https URL with a plain host: no user, no fragment, no number that stands for an address",
		Refusal: "the URL of the client cannot be fetched",
		Stops:   "file: and gopher: URLs, addresses written so that a filter does not know them",
	}
	FetchAddress = oauth.Check{
		ID: "as.fetch.address", Spec: "RFC 9728 §7.7", Error: oauth.InvalidRequest,
		Meaning: "the host has public addresses only, when it is resolved and again when it is dialled",
		Refusal: "the URL of the client cannot be fetched",
		Stops:   "server-side request forgery: this server asking machines that only it can reach",

		Suspicious: true,
	}
	FetchAnswer = oauth.Check{
		ID: "as.fetch.answer", Spec: "RFC 9728 §7.7", Error: oauth.InvalidRequest,
		Meaning: "the answer is there in time, of the right type and size, and not a redirect",
		Refusal: "the URL of the client cannot be fetched",
		Stops:   "redirects to where a check would have refused, endless answers, pages taken for documents",
	}
)
