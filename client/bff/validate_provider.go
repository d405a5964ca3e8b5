package bff

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"quartet.example/client/bff/internal/clientkey"
	"quartet.example/client/bff/internal/provider"
	"quartet.example/shared/oauth"
	"quartet.example/shared/published"
)

var (
	nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)
	methods  = []oauth.AuthMethod{oauth.ClientSecretBasic, oauth.ClientSecretPost, oauth.PrivateKeyJWT, oauth.NoAuthentication}
	pushing  = []Pushing{PushAuto, PushAlways, PushNever}
)

// validateProviders applies the same rules to every authorization server.
func (c *Config) validateProviders() error {
	var errs []error
	issuers, names := map[string]bool{}, map[string]bool{}
	for i, p := range c.providers() {
		problems := errors.Join(c.baseURL("issuer", p.Issuer), validateClient(p), validateCredential(p), c.validateForProduction(p))
		if issuers[p.Issuer] {
			problems = errors.Join(problems, errors.New("issuer: it is there twice"))
		}
		if i > 0 {
			problems = errors.Join(problems, validateName(p.Name, names[p.Name]))
		}
		issuers[p.Issuer], names[p.Name] = true, i > 0
		if problems != nil && i > 0 {
			problems = fmt.Errorf("providers: entry %d: %.32q: %w", i, p.Name, problems)
		}
		errs = append(errs, problems)
	}
	return errors.Join(errs...)
}

// validateName requires a path segment that no other server has. It is part of the redirect URI:
// each server must have its own (RFC 9700 §4.4.2.2).
func validateName(name string, taken bool) error {
	switch {
	case !nameForm.MatchString(name):
		return fmt.Errorf("name: must match %s", nameForm)
	case taken:
		return errors.New("name: there are two of this name")
	}
	return nil
}

func validateClient(p Provider) error {
	var errs []error
	if p.ClientID == "" {
		errs = append(errs, errors.New("client-id: is missing"))
	}
	scope, err := oauth.ParseScope(strings.Join(p.Scopes, " "))
	if err != nil {
		errs = append(errs, fmt.Errorf("scopes: %w", err))
	}
	if !scope.Has("openid") {
		errs = append(errs, errors.New("scopes: openid is needed: a session belongs to a user, and the ID token names them (OIDC Core §3.1.2.1)"))
	}
	if !slices.Contains(pushing, p.PAR) {
		errs = append(errs, fmt.Errorf("par: must be one of %v", pushing))
	}
	if p.IDTokenAlg != "" && !provider.IsSigningAlg(p.IDTokenAlg) {
		errs = append(errs, errors.New("id-token-alg: must be an asymmetric algorithm that we know (RFC 8725 §3.1)"))
	}
	return errors.Join(errs...)
}

// validateCredential requires the secret or key that the authentication method needs.
func validateCredential(p Provider) error {
	if !p.ClientKey.IsZero() {
		if _, err := clientkey.Parse(p.ClientKey.Reveal()); err != nil {
			return fmt.Errorf("client-key: %w", err)
		}
	}
	switch {
	case !slices.Contains(methods, p.TokenAuthMethod): // nothing would be sent, as with none
		return fmt.Errorf("token-auth-method: must be one of %v", methods)
	case p.TokenAuthMethod == oauth.NoAuthentication:
		return nil
	case p.TokenAuthMethod == oauth.PrivateKeyJWT && p.ClientKey.IsZero():
		return errors.New("client-key: private_key_jwt needs one")
	case p.TokenAuthMethod != oauth.PrivateKeyJWT && p.ClientSecret.IsZero():
		return fmt.Errorf("client-secret: %s needs one", p.TokenAuthMethod)
	}
	return nil
}

func (c *Config) validateForProduction(p Provider) error {
	if c.Development {
		return nil
	}
	var errs []error
	if p.TokenAuthMethod == oauth.NoAuthentication {
		errs = append(errs, errors.New("token-auth-method: production needs client authentication (RFC 10017 §6.1.3.1)"))
	}
	if published.Is(p.ClientSecret.Reveal()) { // also one that is not used yet
		errs = append(errs, errors.New("client-secret: production refuses a published secret"))
	}
	if keys, err := clientkey.Parse(p.ClientKey.Reveal()); err == nil && keys.Published() {
		errs = append(errs, errors.New("client-key: production refuses a key whose private half is published"))
	}
	return errors.Join(errs...)
}
