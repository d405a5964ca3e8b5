package checks

import "quartet.example/shared/oauth"

// The metadata of the authorization server (RFC 8414, OIDC Discovery).
var (
	DiscoveryIssuer = oauth.Check{
		ID: "client.discovery.issuer", Spec: "RFC 8414 §3.3", Error: oauth.TemporarilyUnavailable,
		Meaning: "the metadata names the issuer that we were configured with, octet by octet",
		Refusal: "the metadata of the authorization server names another issuer",
		Stops:   "metadata of one server taken for another's", Suspicious: true,
	}
	DiscoveryEndpoints = oauth.Check{
		ID: "client.discovery.endpoints", Spec: "RFC 9700 §2.6", Error: oauth.TemporarilyUnavailable,
		Meaning: "the endpoints are there, use https if the issuer does, and are on the issuer's host or a listed one",
		Refusal: "the metadata of the authorization server has endpoints that are not trusted",
		Stops:   "codes and secrets sent to a host that nobody chose", Suspicious: true,
	}
	DiscoveryS256 = oauth.Check{
		ID: "client.discovery.s256", Spec: "RFC 9700 §2.1.1", Error: oauth.TemporarilyUnavailable,
		Meaning: "the server supports PKCE with S256, if it says what it supports",
		Refusal: "the authorization server does not support PKCE with S256",
		Stops:   "a login that stolen codes could finish",
	}
)
