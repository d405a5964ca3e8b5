package resourceserver

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"quartet.example/resourceserver/bearer/introspection"
	"quartet.example/resourceserver/bearer/revocationfeed"
	"quartet.example/shared/telemetry"
)

// revocation is how revoked tokens are told from others. Both are nil if tokens are
// valid until they expire.
type revocation struct {
	introspector *introspection.Introspector // asks the authorization server about every token (RFC 7662)
	feed         *revocationfeed.Feed        // polls the authorization server for revoked tokens (RFC 8936)
}

func wireRevocation(cfg Config, deps Deps) (r revocation, err error) {
	switch cfg.Revocation {
	case RevocationIntrospection:
		r.introspector, err = introspection.New(introspection.Config{
			Issuer: cfg.Issuer, ClientID: cfg.ClientID, ClientSecret: cfg.ClientSecret.Reveal(), CacheTTL: orNone(cfg.IntrospectionCache), CacheSize: max(cfg.SeenTokens, 0),
			Signed: cfg.IntrospectionSigned, JWKSURI: cfg.JWKSURI, HTTP: deps.HTTP, Log: deps.Log, Now: deps.Now,
		})
	case RevocationFeed:
		r.feed, err = revocationfeed.New(revocationfeed.Config{
			Issuer: cfg.Issuer, ClientID: cfg.ClientID, ClientSecret: cfg.ClientSecret.Reveal(), JWKSURI: cfg.JWKSURI,
			MaxSilence: cfg.FeedSilence, WhenSilent: revocationfeed.Policy(cfg.FeedSilent),
			HTTP: deps.HTTP, Log: deps.Log, Now: deps.Now,
		})
		if err == nil {
			measure(deps.Metrics, r.feed)
		}
	}
	return r, err
}

// close ends what runs in the background.
func (r revocation) close() error {
	switch {
	case r.introspector != nil:
		return r.introspector.Close()
	case r.feed != nil:
		return r.feed.Close()
	}
	return nil
}

// ready returns an error while there is a feed that cannot be relied on.
func (r revocation) ready(ctx context.Context) error {
	if r.feed == nil {
		return nil
	}
	return r.feed.Ready(ctx)
}

// measure shows how the feed is doing.
func measure(metrics *prometheus.Registry, feed *revocationfeed.Feed) {
	for _, m := range []struct {
		name, help string
		of         func(revocationfeed.Status) float64
	}{
		{"revocation_feed_silence_seconds", "Time since the authorization server was last heard.", func(f revocationfeed.Status) float64 { return f.Silence.Seconds() }},
		{"revocation_feed_silent", "1 if that is longer than allowed.", func(f revocationfeed.Status) float64 { return oneIf(f.Silent) }},
		{"revocation_feed_full", "1 if something revoked did not fit into memory: tokens are refused.", func(f revocationfeed.Status) float64 { return oneIf(f.Full) }},
		{"revocation_feed_caught_up", "1 once all that was revoked before the start is known.", func(f revocationfeed.Status) float64 { return oneIf(f.CaughtUp) }},
		{"revocation_feed_entries", "Revoked tokens and grants in memory.", func(f revocationfeed.Status) float64 { return float64(f.Entries) }},
		{"revocation_feed_events", "Revocations taken since the start.", func(f revocationfeed.Status) float64 { return float64(f.Events) }},
	} {
		telemetry.Gauge(metrics, m.name, m.help, func() float64 { return m.of(feed.Status()) })
	}
}

func oneIf(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
