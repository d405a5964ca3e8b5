package provider

import "quartet.example/shared/jose"

// idTokenKind is OIDC Core §3.1.3.7, steps 2, 3, 6, 7, 9 and 10.
func (p *Provider) idTokenKind(s *snapshot) jose.Kind {
	return p.kind(s, "ID token", "", "JWT")
}

// logoutKind is OIDC Back-Channel Logout §2.6, steps 2 to 4. Issuers that do not type their logout
// tokens send JWT or nothing (§2.4).
func (p *Provider) logoutKind(s *snapshot) jose.Kind {
	return p.kind(s, "logout token", "logout+jwt", "JWT", "")
}

// kind declares what every token from the provider to this client must have. "" in types allows a
// token without typ.
func (p *Provider) kind(s *snapshot, name string, types ...string) jose.Kind {
	return jose.Kind{
		Name:       name,
		MaxBytes:   maxToken,
		Types:      types,
		Algorithms: p.algorithms(s),
		Issuer:     p.Issuer,
		Audience:   []string{p.ClientID},
		Required:   []string{"iss", "aud", "exp", "iat"},
		Now:        p.now,
		Skew:       p.Skew,
	}
}
