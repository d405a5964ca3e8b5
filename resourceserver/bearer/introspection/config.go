package introspection

import (
	"cmp"
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

// Config contains the settings of an Introspector. Issuer, ClientID and ClientSecret are required;
// every other field has a safe default.
type Config struct {
	Issuer                 string // of the tokens; also assumed for a response without iss
	ClientID, ClientSecret string // our credentials for client_secret_basic
	Endpoint               string // URL of the introspection endpoint; "": introspection_endpoint of the metadata

	CacheTTL    time.Duration // how long a response is cached, at most 1 h; 0: 5 s, negative: no cache
	NegativeTTL time.Duration // the same for tokens that are not active; 0: 1 s, negative: no cache
	CacheSize   int           // maximum number of cached responses; 0: 10 000
	Timeout     time.Duration // for a call; 0: 2 s

	Signed    bool          // request signed responses, and accept no others (RFC 9701)
	JWKSURI   string        // URL of the JWK Set for signed responses; "": found by discovery
	ClockSkew time.Duration // tolerance for the iat of signed responses; 0: 30 s

	HTTP *http.Client     // nil: a default client
	Log  *slog.Logger     // nil: no log
	Now  func() time.Time // nil: the system clock
}

// maxBelief is the maximum time for which an answer may be cached.
const maxBelief = time.Hour

// Introspector is a bearer.Verifier, safe for concurrent use.
type Introspector struct {
	cfg      Config
	endpoint *endpoint.Endpoint
	keys     *jose.Remote // nil unless answers are signed
	signed   jose.Kind    // requirements for signed responses
	cache    *cache
	flight   singleflight.Group
}

var _ bearer.Verifier = (*Introspector)(nil)

// New makes an Introspector. It sends no request yet. The caller must close it.
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

// find returns introspection_endpoint of the issuer's metadata (RFC 8414 §2).
func find(ctx context.Context, client *http.Client, issuer string) (string, error) {
	metadata, err := bearer.Discover(ctx, client, issuer)
	return metadata.IntrospectionEndpoint, err
}

// Ready returns nil if tokens can be introspected. Without signed responses it always returns nil,
// because only a call shows whether the endpoint answers.
func (i *Introspector) Ready() error {
	if i.keys == nil {
		return nil
	}
	return i.keys.Ready()
}

// Close stops fetching keys. Its error is always nil.
func (i *Introspector) Close() error {
	if i.keys != nil {
		i.keys.Close()
	}
	return nil
}

func (c Config) withDefaults() Config {
	c.CacheTTL, c.NegativeTTL = cmp.Or(c.CacheTTL, 5*time.Second), cmp.Or(c.NegativeTTL, time.Second)
	c.Timeout, c.ClockSkew = cmp.Or(c.Timeout, 2*time.Second), cmp.Or(c.ClockSkew, 30*time.Second)
	c.CacheSize = cmp.Or(c.CacheSize, 10_000)
	c.Log = cmp.Or(c.Log, slog.New(slog.DiscardHandler))
	if c.Now == nil {
		c.Now = time.Now //nolint:forbidigo // this package cannot require a clock from its callers
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
