package main

// operation is one line of the report.
type operation struct {
	name    string
	target  float64 // services at most, as a multiple of the floor
	without string  // what the floor leaves out and our services do
	workers func(s *subject) ([]worker, error)
}

// operations are those of docs/performance.md, in its order.
func (l *loads) operations() []operation {
	return []operation{
		{
			"code flow, live session, ES256", 1.5, "all rules about the request, consent, the list of the clients of a session, what a user can revoke",
			l.codeFlow(benchClient),
		},
		{"code flow, live session, RS256", 1.5, "the same", l.codeFlow(benchRS256)},
		{"sign-in with a password", 1.15, "the form, the session, the code and the tokens; the limits on guessing passwords", l.signIn},
		{"refresh", 1.35, "reuse detection with a grace period, revocation, the sealed successor", l.refresh(benchClient, "notes:read")},
		{"refresh, ID token ES256", 1.35, "the same", l.refresh(benchClient, "openid notes:read")},
		{"refresh, ID token RS256", 1.35, "the same", l.refresh(benchRS256, "openid notes:read")},
		{"client_credentials", 1.3, "scope and resource rules", l.clientCredentials},
		{"introspection", 1.25, "who may ask about which token", l.introspection},
		{"userinfo", 1.25, "claims by scope, revocation of the session", l.userinfo},
		{"jwks", 1.25, "", l.jwks},
		{"discovery", 1.25, "", l.discovery},
		{"resource, verified each time", 1.2, "the named rules of RFC 9068, revocation", l.firstSeen},
		{"resource, cached", 1.4, "revocation", l.seenBefore},
		{"request proxied through the client", 1.8, "CSRF, allowed routes, header rules, refresh before expiry", l.proxied},
	}
}
