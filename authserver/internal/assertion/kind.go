package assertion

import (
	"context"
	"crypto"
	"errors"
	"slices"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// kind declares what an assertion of the client must have (RFC 7523 §3, RFC 8725 §3). Its
// jti is judged when it is used, and its audience also by isForUsAlone.
func (v *Verifier) kind(client *core.Client) jose.Kind {
	return jose.Kind{
		Name:       "client assertion",
		MaxBytes:   maxSize,
		Types:      []string{"", "JWT", "client-authentication+jwt"}, // rfc7523bis §4
		Algorithms: algorithmsOf(client),
		Keys:       v.keysOf(client),
		Issuer:     client.ID,
		Audience:   v.audience(client),
		Required:   []string{"iss", "sub", "aud", "exp"},
		Now:        v.Now,
		Skew:       v.Skew,
		MaxLife:    v.MaxTTL,
	}
}

// rules are the checks, in the order in which the kind applies its rules.
var rules = []oauth.Rule{
	checks.AssertionHeader.FailsOn(jose.ErrAlgorithm, jose.ErrCritical, jose.ErrType, jose.ErrKeyID),
	checks.AssertionSignature.FailsOn(jose.ErrKey, jose.ErrNoKeys, jose.ErrSignature),
	checks.AssertionSubject.FailsOn(jose.ErrIssuer, errSubject),
	checks.AssertionAudience.FailsOn(jose.ErrAudience),
	checks.AssertionTime.FailsOn(jose.ErrTime),
}

var (
	errSubject = errors.New("sub is not the client")
	errSecret  = errors.New("the client has no secret")
)

// Algorithms are those of a method (RFC 8725 §3.1). The lists have no member in common, so
// that a public key never serves as a secret.
func Algorithms(m oauth.AuthMethod) []string {
	switch m {
	case oauth.PrivateKeyJWT:
		return []string{"ES256", "EdDSA", jose.Ed25519, "PS256", "RS256"}
	case oauth.ClientSecretJWT:
		return []string{"HS256"}
	default:
		return nil
	}
}

// algorithmsOf are those of the client's method, or the registered one of them.
func algorithmsOf(client *core.Client) []string {
	all := Algorithms(client.AuthMethod)
	if client.AssertionAlg == "" {
		return all
	}
	return slices.DeleteFunc(all, func(alg string) bool { return alg != client.AssertionAlg })
}

// keysOf are the public keys of the client, or its secret for HMAC.
func (v *Verifier) keysOf(client *core.Client) jose.Keys {
	if client.AuthMethod == oauth.ClientSecretJWT {
		return secret(client.AssertionSecret)
	}
	return v.Keys.Of(client)
}

// secret is the key of client_secret_jwt, whatever kid the client gives it.
type secret string

func (s secret) Find(context.Context, jose.Header) (crypto.PublicKey, error) {
	if s == "" {
		return nil, errSecret
	}
	return []byte(s), nil
}
