// Package checks is every defence of the inspector, one value each.
package checks

import "quartet.example/shared/oauth"

// The defences of a program that shows what others must not see.
var (
	ProfileDev = oauth.Check{
		ID: "inspector.profile.dev", Spec: "RFC 9700 §4.2", Error: oauth.InvalidRequest,
		Meaning: "the inspector runs in the dev profile only",
		Refusal: "the inspector does not run in production: what it shows are credentials, though masked",
		Stops:   "a recorder of credentials in a system with real users",
	}
	BindLoopback = oauth.Check{
		ID: "inspector.bind.loopback", Spec: "RFC 8252 §8.3", Error: oauth.InvalidRequest,
		Meaning: "the inspector listens on loopback, where only this machine reaches it",
		Refusal: "the inspector listens on loopback only; --allow-non-loopback is for a container whose port is published on loopback",
		Stops:   "other machines on the network that read the messages",
	}
	HostOwn = oauth.Check{
		ID: "inspector.host.own", Spec: "RFC 9110 §7.2", Error: oauth.InvalidRequest,
		Meaning: "the request names a host that is ours: the public one, *.localhost or loopback",
		Refusal: "the inspector does not answer to this host name",
		Stops:   "DNS rebinding: a web page that reaches the inspector under another host name", Suspicious: true,
	}
	SameOrigin = oauth.Check{
		ID: "inspector.same_origin", Spec: "RFC 9700 §4.7", Error: oauth.InvalidRequest,
		Meaning: "a request that changes something was sent by a page of the inspector",
		Refusal: "the request comes from another site",
		Stops:   "other sites that delete the recording", Suspicious: true,
	}
)
