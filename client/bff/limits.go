package bff

import (
	"time"

	"quartet.example/shared/config"
)

const day = 24 * time.Hour

// Limits is the table of settings that have a size. A new duration or number of
// Config has its row here; no value in its range turns a check off.
func (c *Config) Limits() config.Limits {
	return config.Limits{
		config.Between("login-ttl", &c.LoginTTL, time.Second, time.Hour, "the time for one sign-in; records of sign-ins that are never finished take memory"),
		config.Between("login-rate", &c.LoginRate, 0.01, 1000, "each login that is started leaves a record in Redis"),
		config.Between("session-ttl", &c.SessionTTL, time.Second, 90*day, "a stolen session cookie must end by itself"),
		config.Between("session-idle", &c.SessionIdle, time.Second, 90*day, "a browser that was left open must be signed out"),
		config.Between("refresh-margin", &c.RefreshMargin, 0, time.Hour, "a token that is refreshed long before it expires is refreshed at every call"),
		config.Between("skew", &c.Skew, 0, 5*time.Minute, "an ID token must not be accepted long after it expired (OIDC Core §3.1.3.7)"),
		config.Between("handover-ttl", &c.HandoverTTL, time.Second, time.Minute, "an app redeems its code at once"),
		config.Between("hsts-max-age", &c.HSTSMaxAge, 0, 2*365*day, "a host that stops using https cannot be reached for that long (RFC 6797 §6.1.1); 0 leaves the header to you or your TLS proxy"),
	}
}
