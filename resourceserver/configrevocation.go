package resourceserver

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// How revoked tokens are told from others (docs/revocation.md).
const (
	RevocationNone          = "none"          // not at all: a JWT is good until it expires
	RevocationIntrospection = "introspection" // the authorization server is asked, and its answer remembered for a while
	RevocationFeed          = "feed"          // it tells us
)

// devSecret is part of the secrets of the built-in seed.
const devSecret = "-dev-secret-not-for-production"

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
	refuse(c.Profile.IsProduction() && strings.HasSuffix(c.ClientSecret.Reveal(), devSecret), "client-secret: production refuses that of the built-in seed")
	refuse(c.IntrospectionCache < 0 || c.IntrospectionCache > time.Hour, "introspection-cache: %s is not between 0 and 1h", c.IntrospectionCache)
	refuse(c.FeedSilence < time.Second, "feed-silence: %s is under 1s", c.FeedSilence)
	refuse(c.Revocation == RevocationIntrospection && len(c.OtherIssuers) > 0, "other-issuers: revocation=introspection asks one authorization server; it cannot speak for others")
	return errors.Join(errs...)
}
