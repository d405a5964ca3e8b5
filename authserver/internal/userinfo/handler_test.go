package userinfo_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/claims"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/userinfo"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// tokens is a store in which each token is a word.
type tokens struct{}

func (tokens) Active(_ context.Context, raw string) (*accesstoken.Claims, error) {
	scope, known := map[string]string{
		"plain": "openid", "profile": "openid profile", "all": "openid profile email address phone",
		"api": "notes:read", "ghost": "openid", "named": "openid", "signed": "openid", "left": "openid",
	}[raw]
	switch {
	case raw == "away":
		return nil, oauth.TemporarilyUnavailable.With("storage is away").After(1e9)
	case !known:
		return nil, core.ErrNotFound
	}
	sub := "1"
	if raw == "ghost" {
		sub = "2"
	}
	claims := &accesstoken.Claims{Claims: jose.Claims{Subject: sub}, Scope: scope}
	switch raw {
	case "named":
		claims.UserInfo = []string{"email", "birthdate"}
	case "signed", "left":
		claims.ClientID = raw
	}
	return claims, nil
}

type users struct{}

func (users) FindUser(sub string) (*core.User, error) {
	if sub != "1" {
		return nil, core.ErrNotFound
	}
	return &core.User{Subject: "1", Claims: map[string]any{
		"name": "Alice", "email": "alice@example.com", "email_verified": true,
		"address": map[string]string{"country": "UK"}, "phone_number": "+44",
	}}, nil
}

func (users) ClaimRules() claims.Rules { return claims.Rules{} }

// clients are a client that gets JSON and a client that gets a JWT.
type clients struct{}

func (clients) FindClient(id string) (*core.Client, error) {
	alg, known := map[string]string{"": "", "signed": "ES256"}[id]
	if !known {
		return nil, core.ErrNotFound
	}
	return &core.Client{ID: id, UserinfoAlg: alg}, nil
}

// signer returns what it was given to sign.
type signer struct{}

func (signer) UserInfo(_ context.Context, client *core.Client, said map[string]any) (string, error) {
	body, err := json.Marshal(said)
	return client.UserinfoAlg + " " + string(body), err
}

func ask(t *testing.T, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	e := web.New(web.Options{Service: "authserver"})
	(&userinfo.Handler{Issuer: "https://as.example", Tokens: tokens{}, Users: users{}, Clients: clients{}, Signer: signer{}}).Mount(e)
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, r)
	return rec
}

func get(t *testing.T, target string, authorization ...string) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
	r.Header["Authorization"] = authorization
	return r
}

func post(t *testing.T, body string, authorization ...string) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/userinfo", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header["Authorization"] = authorization
	return r
}

func TestClaimsFollowTheScope(t *testing.T) { // J-15, OIDC Core §5.4
	for token, want := range map[string]map[string]any{
		"plain":   {"sub": "1"},
		"profile": {"sub": "1", "name": "Alice"},
		"named":   {"sub": "1", "email": "alice@example.com"}, // J-13: requested with the claims parameter; unknown claims are left out
		"all": {
			"sub": "1", "name": "Alice", "email": "alice@example.com", "email_verified": true,
			"address": map[string]any{"country": "UK"}, "phone_number": "+44",
		},
	} {
		for name, r := range map[string]*http.Request{
			"GET":                  get(t, "/userinfo", "Bearer "+token),
			"POST":                 post(t, "", "Bearer "+token),
			"POST with form body":  post(t, "access_token="+token),
			"scheme in lower case": get(t, "/userinfo", "bearer "+token),
		} {
			t.Run(token+" by "+name, func(t *testing.T) {
				rec := ask(t, r)
				var got map[string]any
				if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got); diff != "" || rec.Code != http.StatusOK {
					t.Errorf("status %d (-want +got):\n%s", rec.Code, diff)
				}
				if got := rec.Header().Get("Cache-Control"); got != "no-store" {
					t.Errorf("M-04 Cache-Control: got %q, want no-store", got)
				}
			})
		}
	}
}

func TestSignedAnswer(t *testing.T) { // OIDC Core §5.3.2, CD-02
	rec := ask(t, get(t, "/userinfo", "Bearer signed"))
	if rec.Code != http.StatusOK || rec.Header().Get("Content-Type") != "application/jwt" || rec.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("got %d, %v", rec.Code, rec.Header())
	}
	if got, want := rec.Body.String(), `ES256 {"sub":"1"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestRefusals(t *testing.T) {
	const realm = `Bearer realm="https://as.example"`
	const invitation = realm + `, DPoP realm="https://as.example", algs="ES256 EdDSA Ed25519 RS256 PS256"` // RFC 9449 §7.2
	for name, tt := range map[string]struct {
		r         *http.Request
		status    int
		code      oauth.Code
		challenge string
	}{
		"F-04 no token":                 {get(t, "/userinfo"), 401, oauth.InvalidToken, invitation},
		"F-22 token in the query":       {get(t, "/userinfo?access_token=plain"), 401, oauth.InvalidToken, invitation},
		"F-04 Basic credentials":        {get(t, "/userinfo", "Basic cGxhaW46"), 401, oauth.InvalidToken, invitation},
		"F-05 Bearer without a token":   {get(t, "/userinfo", "Bearer"), 401, oauth.InvalidToken, invitation},
		"J-15 unknown or revoked token": {get(t, "/userinfo", "Bearer x"), 401, oauth.InvalidToken, realm + `, error="invalid_token", error_description="the access token is invalid, expired or revoked"`},
		"token of a deleted client":     {get(t, "/userinfo", "Bearer left"), 401, oauth.InvalidToken, realm + `, error="invalid_token"`},
		"token of a deleted user":       {get(t, "/userinfo", "Bearer ghost"), 401, oauth.InvalidToken, realm + `, error="invalid_token"`},
		"J-04 token without openid":     {get(t, "/userinfo", "Bearer api"), 403, oauth.InsufficientScope, realm + `, error="insufficient_scope", error_description="the access token lacks the scope openid", scope="openid"`},
		"two tokens, header and body":   {post(t, "access_token=plain", "Bearer plain"), 400, oauth.InvalidRequest, realm + `, error="invalid_request"`},
		"two tokens in headers":         {get(t, "/userinfo", "Bearer plain", "Bearer all"), 400, oauth.InvalidRequest, realm + `, error="invalid_request"`},
		"two tokens in the body":        {post(t, "access_token=plain&access_token=all"), 400, oauth.InvalidRequest, realm + `, error="invalid_request"`},
		"O-12 the store is away":        {get(t, "/userinfo", "Bearer away"), 503, oauth.TemporarilyUnavailable, ""},
	} {
		t.Run(name, func(t *testing.T) {
			rec := ask(t, tt.r)
			var body struct{ Error oauth.Code }
			if err := json.Unmarshal(rec.Body.Bytes(), &body); err != nil {
				t.Fatal(err)
			}
			if rec.Code != tt.status || body.Error != tt.code {
				t.Errorf("got %d %s, want %d %s", rec.Code, body.Error, tt.status, tt.code)
			}
			if got := rec.Header().Get("WWW-Authenticate"); !strings.HasPrefix(got, tt.challenge) || (tt.challenge == realm && got != realm) {
				t.Errorf("challenge: got %s, want %s", got, tt.challenge)
			}
		})
	}
}
