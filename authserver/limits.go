package authserver

import (
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/config"
)

const (
	day  = 24 * time.Hour
	year = 365 * day
)

// maxStartRate is the maximum of start-rate. In the dev profile 0 stands for this maximum.
const maxStartRate = 1_000_000

// Limits returns the range of each duration and number in Config. A new setting needs a line here.
// No value within its range disables a check.
func (c *Config) Limits() config.Limits {
	return config.Limits{
		config.Between("code-ttl", &c.CodeTTL, time.Second, 10*time.Minute, "a code is redeemed at once (RFC 6749 §4.1.2)"),
		config.Between("access-token-ttl", &c.AccessTokenTTL, time.Second, core.MaxAccessTokenTTL, "an access token is valid until it expires, so it is short-lived (RFC 9700 §2.2)"),
		config.Between("id-token-ttl", &c.IDTokenTTL, time.Second, day, "an ID token reports a sign-in that has just happened (OIDC Core §2)"),
		config.Between("grant-ttl", &c.GrantTTL, time.Second, year, "a stolen refresh token must expire (RFC 9700 §4.14.2)"),
		config.Between("offline-grant-ttl", &c.OfflineGrantTTL, time.Second, 2*year, "a stolen refresh token must expire (RFC 9700 §4.14.2)"),
		config.Between("refresh-grace", &c.RefreshGrace, 0, time.Minute, "within the grace a stolen refresh token is not detected (RFC 9700 §4.14.2)"),
		config.Between("transaction-ttl", &c.TransactionTTL, time.Second, time.Hour, "the time for one sign-in; records of sign-ins that are never finished take memory"),
		config.Between("session-ttl", &c.SessionTTL, time.Second, 90*day, "a stolen session cookie must expire"),
		config.Between("session-idle", &c.SessionIdle, time.Second, 90*day, "a browser that was left open must be signed out"),
		config.Between("consent-ttl", &c.ConsentTTL, time.Second, 5*year, "users must be asked again at some time"),

		config.Between("login-attempts", &c.LoginAttempts, 1, 100, "more than 100 wrong passwords in a row are guessing (NIST SP 800-63B §5.2.2)"),
		config.Between("login-window", &c.LoginWindow, c.leastWindow(), day, "the wait is what makes guessing passwords slow"),
		config.Between("login-address-attempts", &c.LoginAddressAttempts, 1, 10_000, "one address must not try one password on everybody"),
		config.Between("login-account-attempts", &c.LoginAccountAttempts, 1, 10_000, "guesses from many addresses must be bounded (NIST SP 800-63B §5.2.2)"),
		config.Between("known-browser-ttl", &c.KnownBrowserTTL, time.Hour, year, "a browser that was given away must stop counting as known"),
		config.Between("hash-memory", &c.HashMemory, 1, 1024, "many sign-ins at once must not take all memory: each check of a password takes 19 MiB"),

		config.Between("tenants", &c.Tenants, 0, 10_000, "each issuer takes about 0.5 MiB of memory, besides its sessions and recorded requests"),

		config.Between("assertion-ttl", &c.AssertionTTL, time.Second, time.Hour, "an assertion is made for one request, and its jti is kept until it expires (RFC 7523 §3)"),
		config.Between("assertion-skew", &c.AssertionSkew, 0, time.Minute, "an assertion must not be accepted long after it expired (RFC 7523 §3)"),
		config.Between("client-attempts", &c.ClientAttempts, 1, 1000, "more wrong secrets than that are guessing (RFC 6749 §10.10)"),
		config.Between("client-window", &c.ClientWindow, time.Second, time.Hour, "the wait is what makes guessing client secrets slow"),

		config.Between("device-code-ttl", &c.DeviceCodeTTL, time.Second, 30*time.Minute, "a user code is short, so it must expire soon (RFC 8628 §5.2)"),
		config.Between("device-interval", &c.DeviceInterval, time.Second, time.Minute, "devices must not poll without a pause, nor lose their users (RFC 8628 §3.5)"),
		config.Between("device-attempts", &c.DeviceAttempts, 1, 100, "user codes are short enough to guess (RFC 8628 §5.1)"),
		config.Between("device-window", &c.DeviceWindow, c.leastWindow(), day, "the wait is what makes guessing user codes slow (RFC 8628 §5.1)"),

		config.Between("par-ttl", &c.PARTTL, 5*time.Second, 10*time.Minute, "a pushed request is used at once (RFC 9126 §2.2)"),
		config.Between("dpop-window", &c.DPoPWindow, time.Second, 5*time.Minute, "a proof is made for one moment, and its jti is kept that long (RFC 9449 §11.1)"),

		config.Between("key-rotation", &c.KeyRotation, 0, 2*year, "a signing key must be replaced at some time (OIDC Core §10.1.1); 0 leaves that to the operator"),
		config.Between("key-overlap", &c.KeyOverlap, time.Minute, 30*day, "a replaced key must stop verifying"),
		config.Between("start-rate", &c.StartRate, c.leastStartRate(), maxStartRate, "what unauthenticated requests make the server store must be bounded"),

		config.Between("logout-patience", &c.LogoutPatience, time.Millisecond, 5*time.Second, "users wait for the page that says that they are signed out"),
		config.Between("event-poll-wait", &c.EventPollWait, time.Second, 25*time.Second, "an answer must be written within 30s (RFC 8936 §2.2)"),
		config.Between("hsts-max-age", &c.HSTSMaxAge, 0, 2*year, "a host that stops using https cannot be reached for that long (RFC 6797 §6.1.1); 0 leaves the header to the TLS proxy"),
	}
}

// leastWindow is the minimum of the windows in which guesses are counted: 1m in production. In the
// dev profile it is 1s for test suites; ten guesses a second are still a limit.
func (c *Config) leastWindow() time.Duration {
	if c.Profile.IsProduction() {
		return time.Minute
	}
	return time.Second
}

// leastStartRate is the minimum of start-rate. The dev profile allows 0, which means
// maxStartRate: test suites start thousands of flows from one address.
func (c *Config) leastStartRate() int {
	if c.Profile.IsProduction() {
		return 1
	}
	return 0
}

// startRate is how many records of up to 1 KiB unauthenticated requests from one
// address may make the server store in a minute. It is never unlimited.
func (c *Config) startRate() int {
	if c.StartRate == 0 {
		return maxStartRate
	}
	return c.StartRate
}
