package authserver

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"quartet.example/authserver/internal/keys"
	"quartet.example/shared/config"
)

// Validate returns every problem at once, or nil.
func (c *Config) Validate() error {
	return errors.Join(c.validateIssuer(), c.validateLifetimes(), c.validateProduction())
}

func (c *Config) validateIssuer() error {
	u, err := url.Parse(c.Issuer)
	switch {
	case err != nil:
		return fmt.Errorf("issuer: %w", err)
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return fmt.Errorf("issuer: %q is not an http or https URL", c.Issuer)
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(c.Issuer, "#"):
		return errors.New("issuer: must not have a query or a fragment (RFC 8414 §2)")
	case strings.HasSuffix(c.Issuer, "/"):
		return errors.New("issuer: leave out the trailing slash; clients compare it octet by octet (RFC 8414 §3.3)")
	}
	return nil
}

func (c *Config) validateLifetimes() error {
	var errs []error
	refuse := func(when bool, format string, args ...any) {
		if when {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	refuse(c.CodeTTL <= 0 || c.CodeTTL > 10*time.Minute, "code-ttl: %s is not within the 10m of RFC 6749 §4.1.2", c.CodeTTL)
	refuse(c.AccessTokenTTL < time.Second || c.AccessTokenTTL > time.Hour, "access-token-ttl: %s is not between 1s and 1h: access tokens are short-lived", c.AccessTokenTTL)
	refuse(c.IDTokenTTL < time.Second, "id-token-ttl: %s is under 1s", c.IDTokenTTL)
	refuse(c.GrantTTL < c.AccessTokenTTL, "grant-ttl: %s is shorter than access-token-ttl", c.GrantTTL)
	refuse(c.OfflineGrantTTL < c.AccessTokenTTL, "offline-grant-ttl: %s is shorter than access-token-ttl", c.OfflineGrantTTL)
	refuse(c.RefreshGrace < 0 || c.RefreshGrace > time.Minute, "refresh-grace: %s is not between 0 and 1m: within the grace a thief is not noticed (RFC 9700 §4.14.2)", c.RefreshGrace)
	refuse(c.PARTTL < 5*time.Second || c.PARTTL > 10*time.Minute, "par-ttl: %s is not between 5s and the 10m of RFC 9126 §2.2", c.PARTTL)
	refuse(c.DPoPWindow < time.Second || c.DPoPWindow > 5*time.Minute, "dpop-window: %s is not between 1s and 5m: proofs are for one moment (RFC 9449 §11.1)", c.DPoPWindow)
	refuse(c.TransactionTTL < time.Second, "transaction-ttl: %s is under 1s", c.TransactionTTL)
	refuse(c.SessionIdle > c.SessionTTL, "session-idle: %s is longer than session-ttl", c.SessionIdle)
	refuse(c.KeyRotation < 0 || c.KeyRotation > 0 && c.KeyRotation < c.KeyOverlap, "key-rotation: %s is shorter than key-overlap", c.KeyRotation)
	refuse(c.KeyOverlap < max(c.AccessTokenTTL, c.IDTokenTTL)+keys.PublishAhead, "key-overlap: %s is too short: a key verifies until the last token that it signed has expired, and verifiers have heard of it (%s)", c.KeyOverlap, max(c.AccessTokenTTL, c.IDTokenTTL)+keys.PublishAhead)
	refuse(c.LoginAddressAttempts < 1, "login-address-attempts: must be at least 1")
	refuse(c.StartRate < 0, "start-rate: must not be negative")
	refuse(c.LogoutPatience <= 0 || c.LogoutPatience > 5*time.Second, "logout-patience: %s is not between 0 and 5s", c.LogoutPatience)
	refuse(c.LoginAttempts < 1, "login-attempts: must be at least 1")
	refuse(c.DeviceCodeTTL < time.Second || c.DeviceCodeTTL > 30*time.Minute, "device-code-ttl: %s is not between 1s and 30m: a user code is short, and must not be good for long (RFC 8628 §5.2)", c.DeviceCodeTTL)
	refuse(c.DeviceInterval < time.Second || c.DeviceInterval > c.DeviceCodeTTL, "device-interval: %s is not between 1s and device-code-ttl", c.DeviceInterval)
	refuse(c.DeviceAttempts < 1 || c.DeviceWindow < time.Second, "device-attempts, device-window: must be at least 1 and 1s")
	refuse(c.HashMemory < 1, "hash-memory: must be at least 1")
	refuse(c.AssertionTTL < time.Second || c.AssertionTTL > time.Hour, "assertion-ttl: %s is not between 1s and 1h: an assertion is made for one request", c.AssertionTTL)
	refuse(c.AssertionSkew < 0 || c.AssertionSkew >= time.Minute, "assertion-skew: %s is not between 0 and 1m", c.AssertionSkew)
	refuse(c.EventPollWait < time.Second || c.EventPollWait > 25*time.Second, "event-poll-wait: %s is not between 1s and 25s: an answer must be written within 30s", c.EventPollWait)
	refuse(c.ClientAttempts < 1, "client-attempts: must be at least 1")
	refuse(c.ClientWindow < time.Second, "client-window: %s is under 1s", c.ClientWindow)
	for _, hostPort := range c.FetchAllow {
		_, _, err := net.SplitHostPort(hostPort)
		refuse(err != nil, "fetch-allow: %q is not host:port", hostPort)
	}
	return errors.Join(errs...)
}

// validateProduction lists every dev default that production refuses. What only
// the seed file shows is refused by internal/seed.
func (c *Config) validateProduction() error {
	if c.Profile != config.Production {
		return nil
	}
	var errs []error
	if !strings.HasPrefix(c.Issuer, "https://") {
		errs = append(errs, errors.New("issuer: production needs https (RFC 8414 §2)"))
	}
	if c.RedisURL.IsZero() {
		errs = append(errs, errors.New("redis-url: production refuses the embedded Redis, which forgets everything at a restart"))
	}
	if c.SealKey.IsZero() {
		errs = append(errs, errors.New("seal-key: production needs one: it protects the signing keys in Redis"))
	} else if len(c.SealKey.Reveal()) < 32 {
		errs = append(errs, errors.New("seal-key: production needs at least 32 characters"))
	}
	if c.Seed == "" {
		errs = append(errs, errors.New("seed: production refuses the built-in demo users and clients"))
	}
	return errors.Join(errs...)
}
