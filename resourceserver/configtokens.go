package resourceserver

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/internal/discovery"
	"quartet.example/resourceserver/internal/home"
	"quartet.example/resourceserver/internal/notes"
	"quartet.example/resourceserver/internal/redisstore"
	"quartet.example/shared/config"
	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
	"quartet.example/shared/published"
	"quartet.example/shared/teach"
)

// issuers are all whose access tokens are accepted.
func (c *Config) issuers() []string { return slices.Concat([]string{c.Issuer}, c.OtherIssuers) }

// validateHolder validates the settings about DPoP proofs and about the age of sign-ins.
func (c *Config) validateHolder() error {
	var errs []error
	if key := c.DPoPNonceKey.Reveal(); key != "" && len(key) < 32 {
		errs = append(errs, fmt.Errorf("dpop-nonce-key: %d bytes are fewer than 32", len(key)))
	} else if key != "" && c.Profile.IsProduction() {
		if err := published.Judge(key); err != nil {
			errs = append(errs, fmt.Errorf("dpop-nonce-key: %w", err))
		}
	}
	if c.DeleteMaxAge%time.Second != 0 {
		errs = append(errs, fmt.Errorf("delete-max-age: %s is not a number of seconds (RFC 9470 §3)", c.DeleteMaxAge))
	}
	return errors.Join(errs...)
}

// rules returns the bearer.Config for access tokens.
func rules(cfg Config, deps Deps, revoked revocation) bearer.Config {
	var others []bearer.Issuer
	for _, issuer := range cfg.OtherIssuers {
		others = append(others, bearer.Issuer{URL: issuer})
	}
	rules := bearer.Config{
		Issuer: cfg.Issuer, Issuers: others, Resource: cfg.Resource, JWKSURI: cfg.JWKSURI, Algorithms: cfg.Algorithms,
		ClockSkew: orNone(cfg.ClockSkew), KeyRefresh: cfg.KeyRefresh, CacheSize: cfg.SeenTokens,
		Realm: "notes", MetadataURL: discovery.URL(cfg.Resource), HTTP: deps.HTTP, Log: deps.Log, Now: deps.Now,
		DPoP: &bearer.DPoP{
			Required: cfg.DPoPRequired, URL: cfg.PublicURL, Window: cfg.DPoPWindow,
			NonceKey: []byte(cfg.DPoPNonceKey.Reveal()), Replay: redisstore.NewProofs(deps.Redis, deps.Now),
		},
	}
	if cfg.Profile == config.Dev {
		rules.Explain = teach.Describe
	}
	if revoked.introspector != nil {
		rules.Introspection, rules.IntrospectAll = revoked.introspector, true
	}
	if revoked.feed != nil {
		rules.Revocation = revoked.feed
	}
	return rules
}

// orNone returns the value that means 0 in the Configs of bearer and introspection,
// where the zero value means the default.
func orNone(d time.Duration) time.Duration {
	if d == 0 {
		return -1
	}
	return d
}

// metadata returns the protected resource metadata (RFC 9728 §2).
func metadata(cfg Config) oauth.ResourceMetadata {
	issuers := cfg.AuthorizationServers
	if len(issuers) == 0 {
		issuers = cfg.issuers()
	}
	return oauth.ResourceMetadata{
		Resource: cfg.Resource, AuthorizationServers: issuers, ScopesSupported: notes.Scopes(),
		BearerMethodsSupported: []string{"header"}, ResourceName: "Notes",
		DPoPSigningAlgValuesSupported: dpop.Algorithms(), DPoPBoundAccessTokensRequired: cfg.DPoPRequired,
	}
}

// addresses are those that the page of the API names.
func addresses(cfg Config) home.Documents {
	m := metadata(cfg)
	return home.Documents{
		Description: m.ResourceName + ", an OAuth 2 resource server: send an access token in the Authorization header (RFC 6750 §2.1)",
		Resource:    m.Resource, Metadata: discovery.URL(m.Resource),
		OpenAPI: cfg.publicURL() + "/openapi.json", Issuers: m.AuthorizationServers,
	}
}

// publicURL is where our paths begin as clients see it.
func (c *Config) publicURL() string {
	if c.PublicURL != "" {
		return strings.TrimSuffix(c.PublicURL, "/")
	}
	u, err := url.Parse(c.Resource)
	if err != nil { // validate has parsed it
		return ""
	}
	return u.Scheme + "://" + u.Host
}
