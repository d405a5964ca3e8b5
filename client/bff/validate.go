package bff

import (
	"errors"
	"fmt"
	"strings"

	"quartet.example/client/bff/internal/handover"
	"quartet.example/client/bff/internal/proxy"
	"quartet.example/shared/config"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/localnet"
	"quartet.example/shared/published"
)

// validate is what New asks: an importer brings its own listener and Redis.
func (c *Config) validate() error {
	return errors.Join(flags.Choices(c), c.validateURLs(), c.validateServers(), c.validateRoutes(), c.Limits().Validate(), config.CookiePrefix(c.CookiePrefix), c.validatePairs(), c.validateProduction())
}

func (c *Config) validateURLs() error {
	errs := []error{c.baseURL("public-url", c.PublicURL), c.baseURL("api-url", c.APIURL)}
	if u, err := localnet.ParseServer(c.PublicURL); err == nil && u.Path != "" {
		errs = append(errs, errors.New("public-url: must be an origin: a __Host- cookie belongs to a whole host"))
	}
	if c.InspectorURL != "" {
		if _, err := localnet.ParseServer(c.InspectorURL); err != nil {
			errs = append(errs, fmt.Errorf("inspector-url: %w", err))
		}
	}
	return errors.Join(errs...)
}

// baseURL wants https://host[:port][/path], without a slash at the end: an issuer
// is compared octet by octet (RFC 8414 §3.3). Tokens, codes and the client secret are sent
// there, so http is allowed on this machine only, and not in production.
func (c *Config) baseURL(name, address string) error {
	u, err := localnet.ParseServer(address)
	switch {
	case address == "":
		return fmt.Errorf("%s: is missing", name)
	case err != nil:
		return fmt.Errorf("%s: %w", name, err)
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(address, "#"):
		return fmt.Errorf("%s: must not have a query or a fragment", name)
	case strings.HasSuffix(address, "/") && name != "issuer":
		return fmt.Errorf("%s: leave out the trailing slash", name)
	case !c.dev() && u.Scheme != "https":
		return fmt.Errorf("%s: production needs https (RFC 9700 §2.6)", name)
	}
	return localnet.RequireConfidential(name, address)
}

func (c *Config) validateRoutes() error {
	_, err := proxy.ParseRoutes(c.APIRoutes)
	_, apps := handover.ParseRedirects(c.AppRedirects)
	return errors.Join(err, apps)
}

// validatePairs holds the rules between two settings; those about one are in Limits.
func (c *Config) validatePairs() error {
	var errs []error
	if c.SessionIdle > c.SessionTTL {
		errs = append(errs, fmt.Errorf("session-idle: %s is longer than session-ttl", c.SessionIdle))
	}
	if !c.RedisURL.IsZero() && c.SealKey.IsZero() {
		errs = append(errs, errors.New("seal-key: needed with a Redis of your own: a key that is forgotten at a restart ends every session"))
	}
	return errors.Join(errs...)
}

// validateProduction lists every dev default that production refuses.
func (c *Config) validateProduction() error {
	if c.dev() {
		return nil
	}
	errs := []error{c.TrustedProxies.Production()}
	if err := published.Judge(c.SealKey.Reveal()); err != nil {
		errs = append(errs, fmt.Errorf("seal-key: protects the tokens in Redis, and %w", err))
	}
	return errors.Join(errs...)
}
