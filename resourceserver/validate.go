package resourceserver

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/config"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/localnet"
)

// validate is what New asks: an importer brings its own listener and Redis.
func (c *Config) validate() error {
	return errors.Join(flags.Choices(c), c.validateIdentity(), c.validateIssuers(), c.validateAlgorithms(), c.Limits().Validate(),
		c.validateHolder(), c.validateRevocation(), c.validateProduction())
}

// validateIdentity validates the URLs that identify the resource server. They are only
// compared and shown; no request is sent to them.
func (c *Config) validateIdentity() error {
	errs := []error{config.BaseURL("resource", c.Resource, c.Profile)}
	if c.PublicURL != "" {
		errs = append(errs, config.BaseURL("public-url", c.PublicURL, c.Profile))
	}
	return errors.Join(errs...)
}

// validateIssuers validates the issuers. Keys are fetched from them and the client secret
// is sent to them, so http is allowed on this machine only, and not in production.
func (c *Config) validateIssuers() error {
	errs := []error{c.issuerURL("issuer", c.Issuer)}
	for _, issuer := range c.AuthorizationServers {
		errs = append(errs, c.issuerURL("authorization-servers", issuer))
	}
	for _, issuer := range c.OtherIssuers {
		errs = append(errs, c.issuerURL("other-issuers", issuer))
	}
	if c.JWKSURI != "" {
		errs = append(errs, c.confidential("jwks-uri", c.JWKSURI))
	}
	return errors.Join(errs...)
}

func (c *Config) issuerURL(name, address string) error {
	if err := config.BaseURL(name, address, c.Profile); err != nil {
		return err
	}
	return c.confidential(name, address)
}

func (c *Config) confidential(name, address string) error {
	if err := localnet.RequireConfidential(name, address); err != nil {
		return err
	}
	if c.Profile.IsProduction() && !strings.HasPrefix(address, "https://") {
		return fmt.Errorf("%s: production needs https (RFC 9700 §2.6)", name)
	}
	return nil
}

// validateAlgorithms holds the rules about tokens to what bearer accepts.
func (c *Config) validateAlgorithms() error {
	var errs []error
	if len(c.Algorithms) == 0 {
		errs = append(errs, errors.New("algorithms: none is allowed, so no token could be"))
	}
	for _, alg := range c.Algorithms {
		if !slices.Contains(bearer.Algorithms(), alg) {
			errs = append(errs, fmt.Errorf("algorithms: %q is not one of %s (RFC 9068 §4)", alg, strings.Join(bearer.Algorithms(), ", ")))
		}
	}
	return errors.Join(errs...)
}

// validateProduction lists what production needs beside https.
func (c *Config) validateProduction() error {
	if !c.Profile.IsProduction() {
		return nil
	}
	return c.TrustedProxies.Production()
}
