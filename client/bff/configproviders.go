package bff

import (
	"errors"
	"fmt"
	"strings"

	"quartet.example/client/bff/internal/clientkey"
	"quartet.example/client/bff/internal/provider"
	"quartet.example/shared/oauth"
	"quartet.example/shared/published"
)

// validateServers judges every authorization server by the same rules.
func (c *Config) validateServers() error {
	entries, err := c.providers()
	if err != nil {
		return err
	}
	var errs []error
	issuers := map[string]bool{}
	for _, e := range entries {
		problems := errors.Join(c.baseURL("issuer", e.Issuer), validateClient(e), validateCredential(e), c.validateForProduction(e))
		if issuers[e.Issuer] {
			problems = errors.Join(problems, errors.New("issuer: it is there twice"))
		}
		issuers[e.Issuer] = true
		if problems != nil && e.Name != "" {
			problems = fmt.Errorf("providers: %s: %w", e.Name, problems)
		}
		errs = append(errs, problems)
	}
	return errors.Join(errs...)
}

func validateClient(e provider.Entry) error {
	var errs []error
	if e.ClientID == "" {
		errs = append(errs, errors.New("client-id: is missing"))
	}
	scope, err := oauth.ParseScope(strings.Join(e.Scopes, " "))
	if err != nil {
		errs = append(errs, fmt.Errorf("scopes: %w", err))
	}
	if !scope.Has("openid") {
		errs = append(errs, errors.New("scopes: openid is needed: a session belongs to a user, and the ID token names them (OIDC Core §3.1.2.1)"))
	}
	if e.IDTokenAlg != "" && !provider.IsSigningAlg(e.IDTokenAlg) {
		errs = append(errs, errors.New("id-token-alg: must be an asymmetric algorithm that we know (RFC 8725 §3.1)"))
	}
	return errors.Join(errs...)
}

// validateCredential wants what the method authenticates with.
func validateCredential(e provider.Entry) error {
	if !e.ClientKey.IsZero() {
		if _, err := clientkey.Parse(e.ClientKey.Reveal()); err != nil {
			return fmt.Errorf("client-key: %w", err)
		}
	}
	switch {
	case e.AuthMethod == "": // else nothing would be sent, as with none
		return errors.New("token-auth-method: is missing")
	case e.AuthMethod == oauth.NoAuthentication:
		return nil
	case e.AuthMethod == oauth.PrivateKeyJWT && e.ClientKey.IsZero():
		return errors.New("client-key: private_key_jwt needs one")
	case e.AuthMethod != oauth.PrivateKeyJWT && e.ClientSecret.IsZero():
		return fmt.Errorf("client-secret: %s needs one", e.AuthMethod)
	}
	return nil
}

func (c *Config) validateForProduction(e provider.Entry) error {
	if c.dev() {
		return nil
	}
	var errs []error
	if e.AuthMethod == oauth.NoAuthentication {
		errs = append(errs, errors.New("token-auth-method: production needs client authentication (RFC 10017 §6.1.3.1)"))
	}
	if published.Is(e.ClientSecret.Reveal()) { // also one that is not used yet
		errs = append(errs, errors.New("client-secret: production refuses a published secret"))
	}
	if keys, err := clientkey.Parse(e.ClientKey.Reveal()); err == nil && keys.Published() {
		errs = append(errs, errors.New("client-key: production refuses a key whose private half is published"))
	}
	return errors.Join(errs...)
}
