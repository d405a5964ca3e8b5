package resourceserver

import (
	"errors"
	"fmt"

	"quartet.example/shared/published"
)

// How the resource server learns that a token was revoked (docs/revocation.md).
const (
	RevocationNone          = "none"          // not at all: a JWT is valid until it expires
	RevocationIntrospection = "introspection" // it asks the authorization server, and caches the answer
	RevocationFeed          = "feed"          // it polls the authorization server for revoked tokens
)

// validateRevocation returns every problem at once, or nil.
func (c *Config) validateRevocation() error {
	if c.Revocation == "" || c.Revocation == RevocationNone {
		return nil
	}
	var errs []error
	refuse := func(when bool, format string, args ...any) {
		if when {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	refuse(c.ClientID == "" || c.ClientSecret.IsZero(), "client-id, client-secret: revocation=%s needs credentials of our own (RFC 7662 §2.1)", c.Revocation)
	refuse(c.Profile.IsProduction() && published.Is(c.ClientSecret.Reveal()), "client-secret: production refuses a published secret")
	refuse(c.Revocation == RevocationIntrospection && len(c.OtherIssuers) > 0, "other-issuers: revocation=introspection asks one authorization server; it cannot speak for others")
	return errors.Join(errs...)
}
