package revocationfeed

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/time/rate"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/internal/endpoint"
	"quartet.example/shared/securityevent"
)

// Policy decides about tokens while the feed is silent.
type Policy string

// The policies. With Accept, a token that is not known to be revoked is valid until it expires, as
// without a feed. With Refuse its requests get 503.
const (
	Accept Policy = "accept"
	Refuse Policy = "refuse" // requests get 503
)

// Config contains the settings of a Feed. Issuer, ClientID and ClientSecret are required; every
// other field has a safe default.
type Config struct {
	Issuer                 string // of the tokens, compared octet by octet
	ClientID, ClientSecret string // our credentials for client_secret_basic
	Endpoint               string // URL for polling; "": the endpoint in the metadata of the feed (bearer.DiscoverFeed)
	JWKSURI                string // URL of the JWK Set of the issuer; "": found by discovery

	// MaxSilence is the time without a response after which the feed counts as silent; 0: 1 min. It
	// must be longer than the server makes a poll wait.
	MaxSilence time.Duration
	WhenSilent Policy // "": Accept
	MaxEntries int    // maximum number of revoked tokens and grants in memory; 0: 100 000

	// PollTimeout is the maximum duration of a poll; 0: 40 s. It must be longer than the server
	// makes a poll wait.
	PollTimeout time.Duration

	HTTP *http.Client     // nil: a default client
	Log  *slog.Logger     // nil: no log
	Now  func() time.Time // nil: the system clock
}

// New starts to read the feed in the background and does not wait for it. The caller must close the
// Feed.
func New(cfg Config) (*Feed, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return nil, fmt.Errorf("revocationfeed: %w", err)
	}
	at, err := endpoint.New(endpoint.Options{
		Issuer: cfg.Issuer, URL: cfg.Endpoint, ClientID: cfg.ClientID, ClientSecret: cfg.ClientSecret, HTTP: cfg.HTTP,
		Find: find,
	})
	if err != nil {
		return nil, fmt.Errorf("revocationfeed: %w", err)
	}
	keys, err := bearer.StartKeys(bearer.Config{Issuer: cfg.Issuer, JWKSURI: cfg.JWKSURI, HTTP: cfg.HTTP, Log: cfg.Log, Now: cfg.Now})
	if err != nil {
		return nil, fmt.Errorf("revocationfeed: %w", err)
	}
	f := &Feed{
		cfg: cfg, endpoint: at, keys: keys, revoked: newSet(cfg.MaxEntries),
		kind:     securityevent.Rules{Issuer: cfg.Issuer, Audience: cfg.ClientID, Algorithms: bearer.Algorithms(), Keys: keys}.Kind(),
		next:     securityevent.Poll{Position: beginning, ReturnImmediately: true},
		caughtUp: make(chan struct{}),
		pace:     rate.NewLimiter(rate.Every(time.Second), 5),
	}
	f.heard.Store(cfg.Now().UnixNano())
	f.failure.Store(&errNothingYet)
	ctx, stop := context.WithCancel(context.Background())
	f.stop = stop
	f.done.Go(func() { f.follow(ctx) })
	return f, nil
}

// find returns the endpoint from the metadata of the feed.
func find(ctx context.Context, client *http.Client, issuer string) (string, error) {
	feed, err := bearer.DiscoverFeed(ctx, client, issuer)
	return feed.Delivery.EndpointURL, err
}

func (c Config) withDefaults() Config {
	c.MaxSilence, c.PollTimeout = cmp.Or(c.MaxSilence, time.Minute), cmp.Or(c.PollTimeout, 40*time.Second)
	c.WhenSilent = cmp.Or(c.WhenSilent, Accept)
	c.MaxEntries = cmp.Or(c.MaxEntries, 100_000)
	c.Log = cmp.Or(c.Log, slog.New(slog.DiscardHandler))
	if c.Now == nil {
		c.Now = time.Now //nolint:forbidigo // this package cannot require a clock from its callers
	}
	return c
}

func (c Config) validate() error {
	var errs []error
	if c.WhenSilent != Accept && c.WhenSilent != Refuse {
		errs = append(errs, fmt.Errorf("when-silent: %q is neither accept nor refuse", c.WhenSilent))
	}
	if c.MaxSilence < time.Second || c.MaxSilence > time.Hour {
		errs = append(errs, fmt.Errorf("max-silence: %s is not between 1s and 1h: a feed that is silent must be noticed", c.MaxSilence))
	}
	if c.PollTimeout < time.Second || c.PollTimeout > 5*time.Minute {
		errs = append(errs, fmt.Errorf("poll-timeout: %s is not between 1s and 5m", c.PollTimeout))
	}
	if c.MaxEntries < 1 {
		errs = append(errs, errors.New("max-entries: must be at least 1"))
	}
	return errors.Join(errs...)
}
