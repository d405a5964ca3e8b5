package oidcc_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/oauth"
)

// The addresses of the suite.
const (
	callback    = "https://localhost.emobix.co.uk:8443/test/a/quartet/callback"
	afterLogout = "https://localhost.emobix.co.uk:8443/test/a/quartet/post_logout_redirect"
)

// relyingParty is the client that the suite plays.
type relyingParty struct {
	srv      *authservertest.Server
	id       string
	secret   string
	post     bool // uses client_secret_post
	callback string
	alg      string // algorithm of its ID tokens
}

// basic is the first client of the suite; second is the other client.
func basic(srv *authservertest.Server) *relyingParty {
	return &relyingParty{srv: srv, id: "basic-op", secret: "basic-op-dev-secret-not-for-production", callback: callback, alg: "RS256"}
}

func second(srv *authservertest.Server) *relyingParty {
	return &relyingParty{srv: srv, id: "basic-op-2", secret: "basic-op-2-dev-secret-not-for-production", post: true, callback: callback, alg: "RS256"}
}

// request returns an authorization request with changes: name, value, name, value. An empty value
// removes the parameter.
func (rp *relyingParty) request(change ...string) url.Values {
	v := url.Values{
		"response_type": {"code"}, "client_id": {rp.id}, "redirect_uri": {rp.callback}, "scope": {"openid"},
		"state": {oauth.NewSecret()}, "nonce": {oauth.NewSecret()},
	}
	for i := 0; i+1 < len(change); i += 2 {
		v.Set(change[i], change[i+1])
		if change[i+1] == "" {
			v.Del(change[i])
		}
	}
	return v
}

func (rp *relyingParty) authorize(request url.Values) string {
	return rp.srv.URL + "/authorize?" + request.Encode()
}

// answer is the result of an authorization request.
type answer struct {
	request  url.Values
	returned url.Values // parameters of the redirect; nil if there was none
	asked    []string   // the pages that asked something: sign-in, consent
}

// visit opens the request as alice, who signs in and gives consent if she is asked.
func (rp *relyingParty) visit(b *authservertest.Browser, change ...string) answer {
	a := answer{request: rp.request(change...)}
	b.Open(rp.authorize(a.request))
	return a.goOn(b)
}

// goOn fills in the pages until the browser is redirected to the client.
func (a answer) goOn(b *authservertest.Browser) answer {
	if b.Returned() == nil && b.Page().Find("input[type=password]").Length() > 0 {
		a.asked = append(a.asked, "sign-in")
		b.Login("alice", "wonderland")
	}
	if b.Returned() == nil && b.Page().Find(`button[value="allow"]`).Length() > 0 {
		a.asked = append(a.asked, "consent")
		b.Approve()
	}
	a.returned = b.Returned()
	return a
}

// tokens is a token response or an error response.
type tokens struct {
	oauth.TokenResponse
	Error  string `json:"error"`
	status int
}

// token sends a request to the token endpoint.
func (rp *relyingParty) token(t *testing.T, form url.Values) tokens {
	t.Helper()
	if rp.post {
		form.Set("client_id", rp.id)
		form.Set("client_secret", rp.secret)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, rp.srv.URL+"/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if !rp.post {
		r.SetBasicAuth(rp.id, rp.secret)
	}
	var answer tokens
	header, body, status := send(t, rp.srv, r)
	if err := json.Unmarshal(body, &answer); err != nil || !strings.HasPrefix(header.Get("Content-Type"), "application/json") || header.Get("Cache-Control") != "no-store" {
		t.Fatalf("token endpoint: %d, %v: %v", status, header, err)
	}
	answer.status = status
	return answer
}

func (rp *relyingParty) redeem(t *testing.T, a answer) tokens {
	t.Helper()
	if a.returned.Get("code") == "" || a.returned.Get("state") != a.request.Get("state") || a.returned.Get("iss") != rp.srv.URL {
		t.Fatalf("no good authorization response: %v", a.returned)
	}
	return rp.token(t, url.Values{
		"grant_type": {"authorization_code"}, "code": {a.returned.Get("code")}, "redirect_uri": {a.request.Get("redirect_uri")},
	})
}

// idToken holds the claims of an ID token that the modules check.
type idToken struct {
	Subject  string `json:"sub"`
	Audience any    `json:"aud"`
	AuthTime int64  `json:"auth_time"`
	ACR      string `json:"acr"`
	SID      string `json:"sid"`
	All      map[string]any
}

// verify checks an ID token as OIDC Core §3.1.3.7 requires, including at_hash.
func (rp *relyingParty) verify(t *testing.T, got tokens, nonce string) idToken {
	t.Helper()
	if got.status != http.StatusOK || got.TokenType != "Bearer" || got.ExpiresIn <= 0 {
		t.Fatalf("token response: %+v", got)
	}
	provider, err := oidc.NewProvider(t.Context(), rp.srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	verifier := provider.Verifier(&oidc.Config{ClientID: rp.id, SupportedSigningAlgs: []string{rp.alg}, Now: rp.srv.Now})
	token, err := verifier.Verify(t.Context(), got.IDToken)
	if err != nil {
		t.Fatalf("ID token: %v", err)
	}
	if err := token.VerifyAccessToken(got.AccessToken); err != nil || token.AccessTokenHash == "" {
		t.Errorf("at_hash: %v", err)
	}
	if token.Nonce != nonce {
		t.Errorf("nonce: got %q, want %q", token.Nonce, nonce)
	}
	var claims idToken
	if err := token.Claims(&claims); err != nil {
		t.Fatal(err)
	}
	if err := token.Claims(&claims.All); err != nil {
		t.Fatal(err)
	}
	return claims
}

// flow is a complete sign-in.
func (rp *relyingParty) flow(t *testing.T, b *authservertest.Browser, change ...string) (answer, tokens, idToken) {
	t.Helper()
	a := rp.visit(b, change...)
	got := rp.redeem(t, a)
	return a, got, rp.verify(t, got, a.request.Get("nonce"))
}

// userinfo sends a userinfo request with the token in the header.
func (rp *relyingParty) userinfo(t *testing.T, method, accessToken string) (int, map[string]any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, rp.srv.URL+"/userinfo", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+accessToken)
	return claimsOf(t, rp.srv, r)
}

func claimsOf(t *testing.T, srv *authservertest.Server, r *http.Request) (int, map[string]any) {
	t.Helper()
	_, body, status := send(t, srv, r)
	var claims map[string]any
	if err := json.Unmarshal(body, &claims); err != nil {
		t.Fatalf("userinfo: %d %s", status, body)
	}
	return status, claims
}

func send(t *testing.T, srv *authservertest.Server, r *http.Request) (http.Header, []byte, int) {
	t.Helper()
	resp, err := srv.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.Header, body, resp.StatusCode
}
