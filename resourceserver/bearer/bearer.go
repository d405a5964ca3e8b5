package bearer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"time"

	"quartet.example/shared/accesstoken"
)

// Config says whose tokens are accepted, and for what. Issuer and Resource are
// required; the zero value of everything else is sensible.
type Config struct {
	Issuer   string // issuer identifier, compared octet by octet (RFC 8414 §2)
	Resource string // own identifier, which aud must hold (RFC 9068 §4)

	JWKSURI     string        // where the keys are, for issuers without metadata; "" finds it by discovery
	Algorithms  []string      // some of ES256, RS256, PS256, EdDSA; nil means all
	ClockSkew   time.Duration // for exp, nbf and iat: 0 means 30 s, negative none, at most 60 s
	Realm       string        // of the challenge; "" leaves it out
	MetadataURL string        // resource_metadata of the challenge (RFC 9728 §5.1); "" leaves it out

	KeyRefresh time.Duration // how often keys are fetched anyway; 0 means 5 min
	CacheSize  int           // verified tokens that are remembered; 0 means 10 000, negative none

	Introspection Verifier   // for tokens that are no JWTs; nil refuses them
	IntrospectAll bool       // Introspection verifies JWTs too, and no keys are fetched
	Revocation    Revocation // asked about every token that is valid otherwise; nil: valid until it expires

	HTTP *http.Client     // for metadata and keys; nil means one of our own
	Log  *slog.Logger     // nil: nothing is logged
	Now  func() time.Time // nil: the system clock
}

// MaxClockSkew is how far the clock of an issuer may differ at most.
const MaxClockSkew = time.Minute

const (
	defaultSkew    = 30 * time.Second
	defaultRefresh = 5 * time.Minute
	defaultCache   = 10_000
)

// Algorithms are those that can be allowed: asymmetric ones only (RFC 9068 §4).
func Algorithms() []string { return []string{"ES256", "RS256", "PS256", "EdDSA"} }

// Validator accepts or refuses requests. It is safe for concurrent use.
type Validator struct {
	cfg    Config
	keys   *keys
	parser *accesstoken.Parser
	cache  *cache
}

// New makes a Validator and starts to look for the keys of the issuer; it does
// not wait for them. Close ends it.
func New(cfg Config) (*Validator, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("bearer: %w", err)
	}
	v := &Validator{cfg: cfg, cache: newCache(cfg.CacheSize)}
	if !cfg.IntrospectAll {
		v.keys = startKeys(cfg, v.cache.clear)
		v.parser = accesstoken.NewParser(accesstoken.Rules{
			Issuer: cfg.Issuer, Audience: cfg.Resource, Methods: cfg.Algorithms,
			Keys: v.keys.find, Now: cfg.Now, Leeway: cfg.ClockSkew,
		})
	}
	return v, nil
}

// Ready returns nil once the keys of the issuer are known, else why they are not.
func (v *Validator) Ready(context.Context) error {
	if v.keys == nil {
		return nil
	}
	return v.keys.ready()
}

// Close ends the refreshing of keys. It may be called more than once; its error
// is always nil.
func (v *Validator) Close() error {
	if v.keys != nil {
		v.keys.close()
	}
	return nil
}

func (c Config) withDefaults() Config {
	if c.Algorithms == nil {
		c.Algorithms = Algorithms()
	}
	switch {
	case c.ClockSkew == 0:
		c.ClockSkew = defaultSkew
	case c.ClockSkew < 0:
		c.ClockSkew = 0
	}
	if c.KeyRefresh == 0 {
		c.KeyRefresh = defaultRefresh
	}
	if c.CacheSize == 0 {
		c.CacheSize = defaultCache
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now //nolint:forbidigo // the default of a public package
	}
	c.HTTP = bounded(c.HTTP)
	return c
}

func (c Config) validate() error {
	errs := []error{trusted("issuer", c.Issuer)}
	if u, err := url.Parse(c.Resource); err != nil || !u.IsAbs() || u.Fragment != "" { // RFC 8707 §2
		errs = append(errs, fmt.Errorf("resource: %q is not an absolute URI without a fragment", c.Resource))
	}
	if c.JWKSURI != "" {
		errs = append(errs, trusted("jwks-uri", c.JWKSURI))
	}
	if len(c.Algorithms) == 0 {
		errs = append(errs, errors.New("algorithms: none is allowed, so no token could be"))
	}
	for _, alg := range c.Algorithms {
		if !slices.Contains(Algorithms(), alg) {
			errs = append(errs, fmt.Errorf("algorithms: %q is not one of %q", alg, Algorithms()))
		}
	}
	if c.ClockSkew > MaxClockSkew {
		errs = append(errs, fmt.Errorf("clock-skew: %s is over %s", c.ClockSkew, MaxClockSkew))
	}
	if c.KeyRefresh < time.Second {
		errs = append(errs, fmt.Errorf("key-refresh: %s is under 1s", c.KeyRefresh))
	}
	if c.IntrospectAll && c.Introspection == nil {
		errs = append(errs, errors.New("introspect-all: there is no Introspection to ask"))
	}
	return errors.Join(errs...)
}
