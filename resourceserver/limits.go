package resourceserver

import (
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/config"
)

const day = 24 * time.Hour

// Limits is the table of settings that have a size. A new duration or number of
// Config has its row here; no value in its range turns a check off.
func (c *Config) Limits() config.Limits {
	return config.Limits{
		config.Between("clock-skew", &c.ClockSkew, 0, bearer.MaxClockSkew, "a token must not be accepted long after it expired (RFC 9068 §4)"),
		config.Between("key-refresh", &c.KeyRefresh, time.Second, day, "a key that the issuer withdrew is accepted that long"),
		config.Between("seen-tokens", &c.SeenTokens, -1, 1_000_000, "each takes about 1 KB of memory; -1 verifies every signature again"),
		config.Between("dpop-window", &c.DPoPWindow, time.Second, 5*time.Minute, "a proof is made for one moment, and its jti is kept that long (RFC 9449 §11.1)"),
		config.Between("delete-max-age", &c.DeleteMaxAge, 0, 365*day, "max_age in a challenge is in seconds (RFC 9470 §3); 0 asks for no age"),
		config.Between("introspection-cache", &c.IntrospectionCache, 0, time.Hour, "a revoked token may be accepted that long (RFC 7662 §4)"),
		config.Between("feed-silence", &c.FeedSilence, time.Second, time.Hour, "a feed that is silent must be noticed (RFC 8936 §2.2)"),
		config.Between("note-retention", &c.NoteRetention, time.Minute, 10*365*day, "data that nobody uses must be deleted at some time"),
		config.Between("hsts-max-age", &c.HSTSMaxAge, 0, 2*365*day, "a host that stops using https cannot be reached for that long (RFC 6797 §6.1.1); 0 leaves the header to the TLS proxy"),
	}
}
