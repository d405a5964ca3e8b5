package resourceserver

import (
	"context"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/introspection"
	"quartet.example/resourceserver/bearer/revocationfeed"
	"quartet.example/shared/telemetry"
)

// watchRevocation adds to the rules how revoked tokens are told from others.
func (s *Server) watchRevocation(cfg Config, rules *bearer.Config) error {
	switch cfg.Revocation {
	case RevocationIntrospection:
		return s.introspect(cfg, rules)
	case RevocationFeed:
		return s.follow(cfg, rules)
	}
	return nil
}

// introspect has the authorization server look at every token (RFC 7662).
func (s *Server) introspect(cfg Config, rules *bearer.Config) error {
	cache := cfg.IntrospectionCache
	if cache == 0 {
		cache = -1 // 0 is meant
	}
	asker, err := introspection.New(introspection.Config{
		Issuer: cfg.Issuer, ClientID: cfg.ClientID, ClientSecret: cfg.ClientSecret.Reveal(), CacheTTL: cache, CacheSize: max(cfg.SeenTokens, 0),
		Signed: cfg.IntrospectionSigned, JWKSURI: cfg.JWKSURI, HTTP: s.deps.HTTP, Log: s.deps.Log, Now: s.deps.Now,
	})
	if err != nil {
		return err
	}
	s.ends = append(s.ends, asker.Close)
	rules.Introspection, rules.IntrospectAll = asker, true
	return nil
}

// follow listens to what the authorization server tells (RFC 8936).
func (s *Server) follow(cfg Config, rules *bearer.Config) error {
	feed, err := revocationfeed.New(revocationfeed.Config{
		Issuer: cfg.Issuer, ClientID: cfg.ClientID, ClientSecret: cfg.ClientSecret.Reveal(), JWKSURI: cfg.JWKSURI,
		MaxSilence: cfg.FeedSilence, WhenSilent: revocationfeed.Policy(cfg.FeedSilent),
		HTTP: s.deps.HTTP, Log: s.deps.Log, Now: s.deps.Now,
	})
	if err != nil {
		return err
	}
	s.ends = append(s.ends, feed.Close)
	s.heard = feed.Ready
	rules.Revocation = feed
	s.measure(feed)
	return nil
}

// measure shows how the feed is doing.
func (s *Server) measure(feed *revocationfeed.Feed) {
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
		telemetry.Gauge(s.deps.Metrics, m.name, m.help, func() float64 { return m.of(feed.Status()) })
	}
}

func oneIf(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// hears is ready unless there is a feed that cannot be relied on.
func (s *Server) hears(ctx context.Context) error {
	if s.heard == nil {
		return nil
	}
	return s.heard(ctx)
}
