package bff

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"quartet.example/client/bff/internal/handover"
	"quartet.example/client/bff/internal/proxy"
	"quartet.example/shared/config"
	"quartet.example/shared/localnet"
	"quartet.example/shared/published"
)

// Validate returns every problem of the settings at once, or nil; New calls it. It does not look
// at Redis. Its errors contain no secret. They name a setting as a flag would be: client-id for
// ClientID.
func (c Config) Validate() error { return new(c.withDefaults()).validate() }

func (c *Config) validate() error {
	return errors.Join(c.validateURLs(), c.validateProviders(), c.validateRoutes(), c.Limits().Validate(), c.validateCookies(), c.validateSafety())
}

func (c *Config) validateURLs() error {
	errs := []error{c.baseURL("public-url", c.PublicURL), c.baseURL("api-url", c.APIURL)}
	if u, err := localnet.ParseServer(c.PublicURL); err == nil && u.Path != "" {
		errs = append(errs, errors.New("public-url: must be an origin: a __Host- cookie belongs to a whole host"))
	}
	if c.Inspector != "" {
		if _, err := localnet.ParseServer(c.Inspector); err != nil {
			errs = append(errs, fmt.Errorf("inspector-url: %w", err))
		}
	}
	return errors.Join(errs...)
}

// baseURL validates the URL of a server without a slash at the end, except for an issuer, which is
// compared octet by octet (RFC 8414 §3.3). Tokens, codes and the client secret are sent there, so
// http is allowed on this machine only, and only in development.
func (c *Config) baseURL(name, address string) error {
	if err := config.BaseURL(name, address, c.profile()); err != nil {
		return err
	}
	if strings.HasSuffix(address, "/") && name != "issuer" {
		return fmt.Errorf("%s: leave out the trailing slash", name)
	}
	return localnet.RequireConfidential(name, address)
}

func (c *Config) validateRoutes() error {
	_, err := proxy.ParseRoutes(c.APIRoutes)
	_, apps := handover.ParseRedirects(c.AppRedirects)
	return errors.Join(err, apps)
}

func (c *Config) validateCookies() error {
	errs := []error{config.CookiePrefix(c.CookiePrefix)}
	if c.CookieSameSite != http.SameSiteStrictMode && c.CookieSameSite != http.SameSiteLaxMode {
		errs = append(errs, errors.New("cookie-same-site: must be strict or lax"))
	}
	if c.SessionIdle > c.SessionTTL {
		errs = append(errs, fmt.Errorf("session-idle: %s is longer than session-ttl", c.SessionIdle))
	}
	return errors.Join(errs...)
}

// validateSafety refuses what is only safe in development.
func (c *Config) validateSafety() error {
	if c.Development {
		return nil
	}
	errs := []error{config.Proxies(c.TrustedProxies).Production()}
	if err := published.Judge(c.SealKey.Reveal()); err != nil {
		errs = append(errs, fmt.Errorf("seal-key: protects the tokens in Redis, and %w", err))
	}
	return errors.Join(errs...)
}
