package authserver

import (
	"errors"
	"fmt"
	"net"
	"strings"

	"quartet.example/authserver/internal/keys"
	"quartet.example/shared/config"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/localnet"
	"quartet.example/shared/published"
)

// Validate returns all problems of the settings in one error, or nil. It includes the settings that
// only the command uses: listener and Redis. Its errors contain no secret.
func (c *Config) Validate() error { return errors.Join(c.validate(), c.Service().Validate()) }

// validate checks the settings that New uses. A program that imports this package has its own
// listener and Redis.
func (c *Config) validate() error {
	return errors.Join(flags.Choices(c), config.CookiePrefix(c.CookiePrefix), c.validateIssuer(), c.Limits().Validate(), c.validatePairs(), c.validateLists(), c.validateControl(), c.validateProduction(), c.Service().ValidateRepeatable())
}

func (c *Config) validateIssuer() error {
	if err := config.BaseURL("issuer", c.Issuer, c.Profile); err != nil {
		return err
	}
	if strings.HasSuffix(c.Issuer, "/") {
		return errors.New("issuer: leave out the trailing slash; clients compare it octet by octet (RFC 8414 §3.3)")
	}
	return nil
}

// validatePairs checks the rules between two settings. Limits has the rules for single settings.
func (c *Config) validatePairs() error {
	var errs []error
	refuse := func(when bool, format string, args ...any) {
		if when {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	verifies := max(c.AccessTokenTTL, c.IDTokenTTL) + keys.PublishAhead
	refuse(c.GrantTTL < c.AccessTokenTTL, "grant-ttl: %s is shorter than access-token-ttl", c.GrantTTL)
	refuse(c.OfflineGrantTTL < c.AccessTokenTTL, "offline-grant-ttl: %s is shorter than access-token-ttl", c.OfflineGrantTTL)
	refuse(c.SessionIdle > c.SessionTTL, "session-idle: %s is longer than session-ttl", c.SessionIdle)
	refuse(c.KeyRotation > 0 && c.KeyRotation < c.KeyOverlap, "key-rotation: %s is shorter than key-overlap", c.KeyRotation)
	refuse(c.KeyOverlap < verifies, "key-overlap: %s is too short: a replaced key must verify until the last token that it signed has expired (%s)", c.KeyOverlap, verifies)
	refuse(c.DeviceInterval > c.DeviceCodeTTL, "device-interval: %s is longer than device-code-ttl", c.DeviceInterval)
	return errors.Join(errs...)
}

func (c *Config) validateLists() error {
	var errs []error
	for _, hostPort := range c.FetchAllow {
		if _, _, err := net.SplitHostPort(hostPort); err != nil || strings.ContainsAny(hostPort, "@/") {
			errs = append(errs, errors.New("fetch-allow: want host:port, separated by commas"))
		}
	}
	if c.InspectorURL != "" {
		if _, err := localnet.ParseServer(c.InspectorURL); err != nil {
			errs = append(errs, fmt.Errorf("inspector-url: %w", err))
		}
	}
	return errors.Join(errs...)
}

// validateControl checks the control token. A weak one would let others in the network control the server.
func (c *Config) validateControl() error {
	switch token := c.ControlToken.Reveal(); {
	case token == "":
	case c.Profile.IsProduction():
		return errors.New("control-token: production has no control API")
	default:
		if err := published.Judge(token); err != nil {
			return fmt.Errorf("control-token: everybody in the network who knows it controls the server, and it %w", err)
		}
	}
	return nil
}

// validateProduction returns all dev defaults that production refuses. Those in the seed file are
// refused by internal/seed.
func (c *Config) validateProduction() error {
	if !c.Profile.IsProduction() {
		return nil
	}
	errs := []error{c.TrustedProxies.Production()}
	if err := published.Judge(c.SealKey.Reveal()); err != nil {
		errs = append(errs, fmt.Errorf("seal-key: protects the signing keys in Redis, and %w", err))
	}
	if c.Seed == "" {
		errs = append(errs, errors.New("seed: production refuses the built-in demo users and clients"))
	}
	return errors.Join(errs...)
}
