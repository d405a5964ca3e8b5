package introspection

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/sync/singleflight"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/internal/endpoint"
	"quartet.example/shared/jose"
)

// Config says which authorization server to ask. Issuer, ClientID and ClientSecret are
// required; the zero value of every other field is a safe default.
type Config struct {
	Issuer                 string // of the tokens; an answer without iss counts as one of this issuer
	ClientID, ClientSecret string // our own, by client_secret_basic
	Endpoint               string // where to ask; "" finds introspection_endpoint in metadata

	CacheTTL    time.Duration // how long an answer is cached, at most 1 h; 0 means 5 s, negative: no cache
	NegativeTTL time.Duration // the same for tokens that are not active; 0 means 1 s, negative: no cache
	CacheSize   int           // answers that are remembered; 0 means 10 000
	Timeout     time.Duration // for an answer; 0 means 2 s

	Signed    bool          // ask for signed answers, and accept no others (RFC 9701)
	JWKSURI   string        // keys of the issuer, for these; "" finds them by discovery
	ClockSkew time.Duration // for their iat; 0 means 30 s

	HTTP *http.Client     // nil means one of our own
	Log  *slog.Logger     // nil: nothing is logged
	Now  func() time.Time // nil: the system clock
}

// maxBelief is the maximum time for which an answer may be cached.
const maxBelief = time.Hour

// Introspector is a bearer.Verifier, safe for concurrent use.
type Introspector struct {
	cfg      Config
	endpoint *endpoint.Endpoint
	keys     *jose.Remote // nil unless answers are signed
	signed   jose.Kind    // of these answers
	cache    *cache
	flight   singleflight.Group
}

var _ bearer.Verifier = (*Introspector)(nil)

// New makes an Introspector. It asks nobody yet. Close ends it.
func New(cfg Config) (*Introspector, error) {
	cfg = cfg.withDefaults()
	at, err := endpoint.New(endpoint.Options{
		Issuer: cfg.Issuer, URL: cfg.Endpoint, ClientID: cfg.ClientID, ClientSecret: cfg.ClientSecret, HTTP: cfg.HTTP,
		Find: find,
	})
	if err := errors.Join(err, cfg.validate()); err != nil {
		return nil, fmt.Errorf("introspection: %w", err)
	}
	i := &Introspector{cfg: cfg, endpoint: at, cache: newCache(cfg.CacheSize)}
	if cfg.Signed {
		i.keys, err = bearer.StartKeys(bearer.Config{Issuer: cfg.Issuer, JWKSURI: cfg.JWKSURI, HTTP: cfg.HTTP, Log: cfg.Log, Now: cfg.Now})
		if err != nil {
			return nil, fmt.Errorf("introspection: %w", err)
		}
		i.signed = cfg.signedKind(i.keys)
	}
	return i, nil
}

// find reads introspection_endpoint in the metadata of the issuer (RFC 8414 §2).
func find(ctx context.Context, client *http.Client, issuer string) (string, error) {
	metadata, err := bearer.Discover(ctx, client, issuer)
	return metadata.IntrospectionEndpoint, err
}

// Ready returns nil if tokens can be asked about. Without signed answers that is
// always: whether the endpoint is there, a request shows.
func (i *Introspector) Ready() error {
	if i.keys == nil {
		return nil
	}
	return i.keys.Ready()
}

// Close ends the refreshing of keys. Its error is always nil.
func (i *Introspector) Close() error {
	if i.keys != nil {
		i.keys.Close()
	}
	return nil
}

func (c Config) withDefaults() Config {
	for _, d := range []struct {
		value    *time.Duration
		standard time.Duration
	}{
		{&c.CacheTTL, 5 * time.Second}, {&c.NegativeTTL, time.Second}, {&c.Timeout, 2 * time.Second}, {&c.ClockSkew, 30 * time.Second},
	} {
		if *d.value == 0 {
			*d.value = d.standard
		}
	}
	if c.CacheSize == 0 {
		c.CacheSize = 10_000
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now //nolint:forbidigo // the default of a public package
	}
	return c
}

func (c Config) validate() error {
	var errs []error
	if c.CacheSize < 1 {
		errs = append(errs, errors.New("cache-size: must be at least 1"))
	}
	if c.Timeout < 0 || c.Timeout > time.Minute {
		errs = append(errs, fmt.Errorf("timeout: %s is not between 0 and 1m: requests wait for it", c.Timeout))
	}
	if c.CacheTTL > maxBelief || c.NegativeTTL > maxBelief {
		errs = append(errs, fmt.Errorf("cache-ttl, negative-ttl: over %s: a revoked token may be taken that long (RFC 7662 §4)", maxBelief))
	}
	if c.ClockSkew < 0 || c.ClockSkew > bearer.MaxClockSkew {
		errs = append(errs, fmt.Errorf("clock-skew: %s is not between 0 and %s", c.ClockSkew, bearer.MaxClockSkew))
	}
	return errors.Join(errs...)
}
