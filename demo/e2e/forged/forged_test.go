package forged_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/controlapi"
	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redisconn/embedded"
	"quartet.example/shared/waittest"
)

const resource = "http://api.localhost:9001"

// rig is an authorization server, and the part of an API that decides about requests.
type rig struct {
	*authserver.Server
	verbs *controlapi.Client
	guard *bearer.Validator
}

func start(t *testing.T) *rig {
	t.Helper()
	cfg, err := authserver.DevConfig()
	if err != nil {
		t.Fatal(err)
	}
	redis, err := embedded.Open(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = redis.Close() })
	listener := httptest.NewUnstartedServer(nil)
	cfg.Issuer = "http://" + listener.Listener.Addr().String()
	r := &rig{}
	r.verbs = &controlapi.Client{Issuer: cfg.Issuer}
	if r.Server, err = authserver.New(cfg, authserver.Deps{Redis: redis}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	listener.Config.Handler = r
	listener.Start()
	t.Cleanup(listener.Close)
	if r.guard, err = bearer.New(bearer.Config{Issuer: cfg.Issuer, Resource: resource, DPoP: &bearer.DPoP{}}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.guard.Close() })
	waittest.Until(t, "the API has the keys", func() bool { return r.guard.Ready(t.Context()) == nil })
	return r
}

// ask returns the id of the check that refuses a request with the token, or "" if it is accepted.
func (r *rig) ask(t *testing.T, issued controlapi.Issued, signer *dpop.Signer) string {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, resource+"/notes", nil)
	request.Header.Set("Authorization", issued.Type+" "+issued.Token)
	if issued.Type == oauth.TokenTypeDPoP {
		proof, err := signer.Proof(t.Context(), dpop.Request{Method: http.MethodGet, URI: resource + "/notes", AccessToken: issued.Token, Now: time.Now()}, "")
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("DPoP", proof)
	}
	_, err := r.guard.Authorize(request, bearer.Requirement{Scope: []string{"notes:read"}})
	var refused *oauth.Error
	switch {
	case err == nil:
		return ""
	case !errors.As(err, &refused):
		t.Fatal(err)
	}
	return refused.CheckID()
}

func TestForgedAccessTokens(t *testing.T) {
	r := start(t)
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := dpop.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	checks := map[controlapi.Flaw]oauth.Check{
		controlapi.Expired:         bearer.JWTExp,
		controlapi.NotYetValid:     bearer.JWTExp,
		controlapi.WrongAudience:   bearer.Aud,
		controlapi.WrongIssuer:     bearer.JWTIss,
		controlapi.AlgNone:         bearer.JWTAlgAllow,
		controlapi.HMACPublicKey:   bearer.JWTAlgAllow,
		controlapi.UnknownKey:      bearer.JWTKidKnown,
		controlapi.WrongType:       bearer.JWTTyp,
		controlapi.ForeignKey:      bearer.JWTSig,
		controlapi.TamperedPayload: bearer.JWTSig,
	}
	for name, token := range map[string]controlapi.Token{
		"bearer": {User: "alice", Scope: "notes:read"},
		"DPoP":   {User: "alice", Scope: "notes:read", JKT: signer.Thumbprint()},
	} {
		issued, err := r.verbs.Issue(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		if check := r.ask(t, issued, signer); check != "" {
			t.Errorf("%s without a flaw: refused by %s", name, check)
		}
		for flaw, want := range checks {
			t.Run(name+" "+string(flaw), func(t *testing.T) {
				forged, err := r.verbs.Forge(t.Context(), controlapi.Forgery{Flaw: flaw, Token: token})
				if err != nil {
					t.Fatal(err)
				}
				if check := r.ask(t, forged, signer); check != want.ID {
					t.Errorf("got %q, want %s", check, want.ID)
				}
			})
		}
	}
}

// An API must not accept the ID token of a client, with or without a flaw (RFC 8725 §3.11).
func TestIDTokensAreNoAccessTokens(t *testing.T) {
	r := start(t)
	issued, err := r.verbs.Issue(t.Context(), controlapi.Token{Type: controlapi.IDToken, User: "alice", Audience: []string{resource}})
	if err != nil {
		t.Fatal(err)
	}
	issued.Type = oauth.TokenTypeBearer
	if check := r.ask(t, issued, nil); check != bearer.JWTTyp.ID {
		t.Errorf("got %q, want %s", check, bearer.JWTTyp.ID)
	}
}
