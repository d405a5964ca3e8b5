package control_test

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/control"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/forge"
)

// accessTokens and idTokens are what a resource server and a client require (RFC 9068 §4, OIDC Core
// §3.1.3.7).
func accessTokens(c *control.Control) jose.Kind {
	return accesstoken.Rules{Issuer: c.Issuer, Audience: resource, Algorithms: []string{"ES256"}, Keys: c.Keys, Now: c.Now}.Kind()
}

func idTokens(c *control.Control) jose.Kind {
	return jose.Kind{
		MaxBytes: 8 << 10, Types: []string{"JWT"}, Algorithms: []string{"ES256", "RS256"}, Keys: c.Keys,
		Issuer: c.Issuer, Audience: []string{"notes", "native"}, Required: []string{"sub", "exp", "iat"}, Now: c.Now,
	}
}

// forgeries say for each flaw which members differ from those of a valid token, and which rule refuses
// the token.
var forgeries = map[controlapi.Flaw]struct {
	differs string
	rule    error
}{
	controlapi.Expired:         {"auth_time exp iat", jose.ErrExpired},
	controlapi.NotYetValid:     {"exp nbf", jose.ErrNotYetValid},
	controlapi.WrongAudience:   {"aud", jose.ErrAudience},
	controlapi.WrongIssuer:     {"iss", jose.ErrIssuer},
	controlapi.AlgNone:         {"alg", jose.ErrAlgorithm},
	controlapi.HMACPublicKey:   {"alg", jose.ErrAlgorithm},
	controlapi.UnknownKey:      {"kid", jose.ErrKey},
	controlapi.WrongType:       {"typ", jose.ErrType},
	controlapi.ForeignKey:      {"", jose.ErrSignature},
	controlapi.TamperedPayload: {"tampered", jose.ErrSignature},
}

// A forged token differs from a valid one in one respect, and is refused by the rule about it; without
// the flaw it is accepted.
func TestForge(t *testing.T) {
	c := start(t)
	for name, tt := range map[string]struct {
		token controlapi.Token
		kind  jose.Kind
	}{
		"a bearer token":      {controlapi.Token{User: "alice", Scope: "notes:read"}, accessTokens(c)},
		"a DPoP-bound token":  {controlapi.Token{User: "alice", Scope: "notes:read", JKT: jkt}, accessTokens(c)},
		"a token with claims": {controlapi.Token{Subject: "x", Scope: "notes:read", Claims: map[string]any{"roles": []string{"admin"}}}, accessTokens(c)},
		"an ID token":         {controlapi.Token{User: "alice", Type: controlapi.IDToken}, idTokens(c)},
		"an ID token, RS256":  {controlapi.Token{User: "alice", Type: controlapi.IDToken, Client: "native"}, idTokens(c)},
	} {
		valid, err := c.Issue(t.Context(), tt.token)
		if err != nil {
			t.Fatal(err)
		}
		if err := tt.kind.Verify(t.Context(), valid.Token, &accesstoken.Claims{}); err != nil {
			t.Fatalf("%s without a flaw: %v", name, err)
		}
		for flaw, want := range forgeries {
			t.Run(fmt.Sprintf("%s, %s", name, flaw), func(t *testing.T) {
				forged, err := c.Forge(t.Context(), controlapi.Forgery{Flaw: flaw, Token: tt.token})
				if err != nil {
					t.Fatal(err)
				}
				if err := tt.kind.Verify(t.Context(), forged.Token, &accesstoken.Claims{}); !errors.Is(err, want.rule) {
					t.Errorf("got %v, want %v", err, want.rule)
				}
				if got := differing(t, valid.Token, forged.Token); got != want.differs {
					t.Errorf("differs in %q, want %q", got, want.differs)
				}
				if forged.Type != valid.Type {
					t.Errorf("token_type: got %s, want %s", forged.Type, valid.Type)
				}
			})
		}
	}
}

// differing returns the names of the members of header and payload that differ, except jti.
func differing(t *testing.T, one, other string) string {
	t.Helper()
	a, b := parse(t, one), parse(t, other)
	members := func(token forge.Token) map[string]any {
		all := maps.Clone(token.Header)
		maps.Copy(all, token.Claims)
		delete(all, "jti")
		return all
	}
	before, after := members(a), members(b)
	var names []string
	for name := range after {
		if !reflect.DeepEqual(before[name], after[name]) {
			names = append(names, name)
		}
	}
	for name := range before {
		if _, has := after[name]; !has {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// Each flaw of package controlapi can be forged.
func TestEveryFlawIsKnown(t *testing.T) {
	c := start(t)
	_, err := c.Forge(t.Context(), controlapi.Forgery{Flaw: "ugly"})
	if err == nil || !strings.Contains(err.Error(), "flaw:") {
		t.Fatalf("got %v, want an error about the flaw", err)
	}
	for flaw := range forgeries {
		if !strings.Contains(err.Error(), string(flaw)) {
			t.Errorf("the error %q does not name %s", err, flaw)
		}
		if !slices.Contains(controlapi.Flaws(), flaw) {
			t.Errorf("controlapi.Flaws does not have %s", flaw)
		}
	}
	if got := len(controlapi.Flaws()); got != len(forgeries) {
		t.Errorf("controlapi.Flaws: got %d, want %d", got, len(forgeries))
	}
}

func TestForgeRefusesWhatIssueRefuses(t *testing.T) {
	if _, err := start(t).Forge(t.Context(), controlapi.Forgery{Flaw: controlapi.Expired, Token: controlapi.Token{User: "nobody"}}); err == nil {
		t.Error("got no error for an unknown user")
	}
}

// secret is the key of every token.
type secret []byte

func (s secret) Find(context.Context, jose.Header) (crypto.PublicKey, error) { return []byte(s), nil }

// Software that verifies with the PEM of the public key, and takes the algorithm from the token, accepts
// the token that is signed by HMAC with it (RFC 8725 §2.1). Otherwise the flaw would test nothing.
func TestCarelessSoftwareAcceptsHMACWithThePublicKey(t *testing.T) {
	c := start(t)
	forged, err := c.Forge(t.Context(), controlapi.Forgery{Flaw: controlapi.HMACPublicKey, Token: controlapi.Token{User: "alice", Scope: "notes:read"}})
	if err != nil {
		t.Fatal(err)
	}
	secrets, err := forge.Secrets(c.Keys.AccessTokenKey().Public())
	if err != nil {
		t.Fatal(err)
	}
	careless := accessTokens(c)
	careless.Algorithms, careless.Keys = []string{"HS256"}, secret(secrets[forge.PEM])
	if err := careless.Verify(t.Context(), forged.Token, &accesstoken.Claims{}); err != nil {
		t.Errorf("refused: %v", err)
	}
}
