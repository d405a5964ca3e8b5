package checks

import "quartet.example/shared/oauth"

// The metadata of the authorization server (RFC 8414, OIDC Discovery).
var (
	DiscoveryIssuer = oauth.Check{
		ID: "client.discovery.issuer", Spec: "RFC 8414 §3.3", Error: oauth.TemporarilyUnavailable,
		Meaning: "issuer in the metadata is exactly the issuer of the settings",
		Refusal: "the metadata of the authorization server names another issuer",
		Stops:   "metadata of another server", Suspicious: true, Decisive: "metadata of another server",
	}
	DiscoveryEndpoints = oauth.Check{
		ID: "client.discovery.endpoints", Spec: "RFC 9700 §2.6", Error: oauth.TemporarilyUnavailable,
		Meaning: "the metadata has the endpoints, they use https if the issuer does, and they are on the host of the issuer or on a host in the settings",
		Refusal: "the metadata of the authorization server has endpoints that are not trusted",
		Stops:   "codes and secrets sent to a host that is not trusted", Suspicious: true,
	}
	DiscoveryS256 = oauth.Check{
		ID: "client.discovery.s256", Spec: "RFC 9700 §2.1.1", Error: oauth.TemporarilyUnavailable,
		Meaning: "the server supports PKCE with S256, if its metadata lists methods",
		Refusal: "the authorization server does not support PKCE with S256",
		Stops:   "a login that an attacker could complete with a stolen code",
	}
)
