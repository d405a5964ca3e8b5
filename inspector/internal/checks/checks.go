// Package checks holds every security check of the inspector.
package checks

import "quartet.example/shared/oauth"

// The checks protect the recording, which must not be visible to others.
var (
	ProfileDev = oauth.Check{
		ID: "inspector.profile.dev", Spec: "RFC 9700 §4.2", Error: oauth.InvalidRequest,
		Meaning: "the inspector runs in the dev profile only",
		Refusal: "the inspector does not run in production, because it shows credentials, although masked",
		Stops:   "recording the credentials of real users",
	}
	BindLoopback = oauth.Check{
		ID: "inspector.bind.loopback", Spec: "RFC 8252 §8.3", Error: oauth.InvalidRequest,
		Meaning: "the inspector listens on loopback, which only this machine can reach",
		Refusal: "the inspector listens on loopback only; --allow-non-loopback is for a container whose port is published on loopback",
		Stops:   "reading the messages from other machines on the network",
	}
	HostOwn = oauth.Check{
		ID: "inspector.host.own", Spec: "RFC 9110 §7.2", Error: oauth.InvalidRequest,
		Meaning: "the Host header names the inspector: its public host, *.localhost or a loopback address",
		Refusal: "the inspector does not answer to this host name",
		Stops:   "DNS rebinding: a website that points its host name at 127.0.0.1 to read the inspector", Suspicious: true, Decisive: "DNS rebinding",
	}
	SameOrigin = oauth.Check{
		ID: "inspector.same_origin", Spec: "RFC 9700 §4.7", Error: oauth.InvalidRequest,
		Meaning: "a request that changes something was sent by a page of the inspector",
		Refusal: "the request comes from another site",
		Stops:   "cross-site request forgery: another site that deletes the recording", Suspicious: true, Decisive: "cross-site request forgery",
	}
)
