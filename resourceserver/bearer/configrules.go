package bearer

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"quartet.example/shared/localnet"
)

// validate returns all problems of a Config in one error.
func (c Config) validate() error {
	errs := []error{c.validateIssuers(), c.validateDPoP()}
	if u, err := url.Parse(c.Resource); err != nil || !u.IsAbs() || u.Fragment != "" { // RFC 8707 §2
		errs = append(errs, fmt.Errorf("resource: %q is not an absolute URI without a fragment", c.Resource))
	}
	if c.ClockSkew > MaxClockSkew {
		errs = append(errs, fmt.Errorf("clock-skew: %s is over %s", c.ClockSkew, MaxClockSkew))
	}
	if c.KeyRefresh < time.Second || c.KeyRefresh > maxRefresh {
		errs = append(errs, fmt.Errorf("key-refresh: %s is not between 1s and %s: a withdrawn key is accepted that long", c.KeyRefresh, maxRefresh))
	}
	if c.IntrospectAll && c.Introspection == nil {
		errs = append(errs, errors.New("introspect-all: there is no Introspection to ask"))
	}
	return errors.Join(errs...)
}

func (c Config) validateIssuers() error {
	if len(c.Issuers) == 0 {
		return errors.New("issuer: there is none, so no token could be accepted")
	}
	var errs []error
	for i, issuer := range c.Issuers {
		errs = append(errs, issuer.validate())
		if slices.ContainsFunc(c.Issuers[:i], func(o Issuer) bool { return o.URL == issuer.URL }) {
			errs = append(errs, fmt.Errorf("issuers: %q is there twice", issuer.URL))
		}
	}
	return errors.Join(errs...)
}

func (i Issuer) validate() error {
	errs := []error{localnet.RequireConfidential("issuer", i.URL)}
	if i.JWKSURI != "" {
		errs = append(errs, localnet.RequireConfidential("jwks-uri", i.JWKSURI))
	}
	if len(i.Algorithms) == 0 {
		errs = append(errs, errors.New("algorithms: none is allowed, so no token could be"))
	}
	for _, alg := range i.Algorithms {
		if !slices.Contains(Algorithms(), alg) {
			errs = append(errs, fmt.Errorf("algorithms: %q is not one of %q", alg, Algorithms()))
		}
	}
	return errors.Join(errs...)
}

func (c Config) validateDPoP() error {
	if c.DPoP == nil {
		return nil
	}
	var errs []error
	if u, err := url.Parse(c.DPoP.URL); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		errs = append(errs, fmt.Errorf("dpop url: %q is not an http or https URL, and the resource is none either", c.DPoP.URL))
	}
	if c.DPoP.Window < time.Second || c.DPoP.Window > maxWindow {
		errs = append(errs, fmt.Errorf("dpop window: %s is not between 1s and %s (RFC 9449 §11.1)", c.DPoP.Window, maxWindow))
	}
	if n := len(c.DPoP.NonceKey); n > 0 && n < minNonceKey {
		errs = append(errs, fmt.Errorf("dpop nonce key: %d bytes are fewer than %d", n, minNonceKey))
	}
	return errors.Join(errs...)
}
