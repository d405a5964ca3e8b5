package revocation_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
	"quartet.example/demo/stack"
	"quartet.example/resourceserver"
	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
	"quartet.example/shared/waittest"
)

const (
	home     = "http://127.0.0.1:51004/"
	callback = home + "callback"
	online   = "openid notes:read notes:write"
	offline  = online + " offline_access"
)

// in starts a stack whose resource server uses this mode.
func in(t testing.TB, mode string, more ...rig.Option) *rig.Stack {
	t.Helper()
	s := rig.Unrecorded(t, append([]rig.Option{rig.With(func(s *stack.Settings) { s.Resourceserver.Revocation = mode })}, more...)...)
	if mode == resourceserver.RevocationFeed {
		waittest.Until(t, "the feed is read", func() bool { return get(t, s.API+"/readyz", "") == http.StatusOK })
	}
	return s
}

// visitor is a browser in which alice has given the native client access.
type visitor struct {
	*browser.Browser
	stack  *rig.Stack
	sent   rig.Request
	code   string
	tokens oauth.TokenResponse
}

func visit(t testing.TB, s *rig.Stack, scope string) *visitor {
	t.Helper()
	v := &visitor{Browser: browser.New(t), stack: s, sent: rig.Authorization("native", callback, scope)}
	v.StopAt(home).Open(s.Authorize(v.sent))
	if v.Has(`input[type="password"]`) {
		v.Login("alice", "wonderland")
	}
	if v.Has(`button[value="allow"]`) {
		v.Approve()
	}
	if v.StoppedAt() == nil {
		t.Fatalf("no answer to the client; at %s: %s", v.At(), v.Text())
	}
	v.code = v.StoppedAt().Query().Get("code")
	if status := v.post(t, "/token", v.sent.Redemption(v.code), &v.tokens); status != http.StatusOK {
		t.Fatalf("redeem: got %d", status)
	}
	return v
}

// post sends a form to the authorization server, past the gate.
func (v *visitor) post(t testing.TB, path string, form url.Values, into any) int {
	t.Helper()
	form.Set("client_id", "native")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, v.stack.Behind+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return send(t, r, into)
}

func (v *visitor) refresh(t testing.TB, token string) (tokens oauth.TokenResponse, status int) {
	t.Helper()
	status = v.post(t, "/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}}, &tokens)
	return tokens, status
}

var caller = &http.Client{Transport: localnet.Transport(), Timeout: 10 * time.Second}

func send(t testing.TB, r *http.Request, into any) int {
	t.Helper()
	resp, err := caller.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if into != nil {
		_ = json.NewDecoder(resp.Body).Decode(into)
	}
	return resp.StatusCode
}

// get sends a request with a token, or "" for none, and returns the status.
func get(t testing.TB, address, token string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return send(t, r, nil)
}

// api sends a request to the resource server that needs no Redis.
func (v *visitor) api(t testing.TB) int {
	t.Helper()
	return get(t, v.stack.API+"/whoami", v.tokens.AccessToken)
}

// untilRefused waits until the token is refused, and returns how long that took.
func (v *visitor) untilRefused(t testing.TB) time.Duration {
	t.Helper()
	began := time.Now()
	waittest.Until(t, "the token is refused", func() bool { return v.api(t) == http.StatusUnauthorized })
	return time.Since(began)
}

// service returns a token without a user.
func service(t testing.TB, s *rig.Stack) string {
	t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {"notes:read"}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.Behind+"/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth("service", "service-dev-secret-not-for-production")
	var tokens oauth.TokenResponse
	if status := send(t, r, &tokens); status != http.StatusOK {
		t.Fatalf("client_credentials: got %d", status)
	}
	return tokens.AccessToken
}

// signed makes the resource server request signed introspection responses.
func signed(_ *rig.Stack, s *stack.Settings) { s.Resourceserver.IntrospectionSigned = true }

// status keeps the status of a response.
type status struct {
	header http.Header
	code   int
}

func (s *status) Header() http.Header         { return s.header }
func (s *status) Write(p []byte) (int, error) { s.WriteHeader(http.StatusOK); return len(p), nil }
func (s *status) WriteHeader(code int) {
	if s.code == 0 {
		s.code = code
	}
}

// parsed returns the token with its claims, without verifying it.
func parsed(t testing.TB, raw string) *bearer.Token {
	t.Helper()
	claims := &accesstoken.Claims{}
	if err := jose.Peek(raw, accesstoken.MaxLength, claims); err != nil {
		t.Fatal(err)
	}
	return bearer.NewToken(claims)
}

// revokeSome revokes n tokens of a client, past the gate.
func revokeSome(t testing.TB, s *rig.Stack, n int) {
	t.Helper()
	for range n {
		revokeAs(t, s, "service", service(t, s))
	}
}

// revokeAs revokes a token of a client with a secret.
func revokeAs(t testing.TB, s *rig.Stack, clientID, token string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.Behind+"/revoke", strings.NewReader(url.Values{"token": {token}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(clientID, clientID+"-dev-secret-not-for-production")
	if status := send(t, r, nil); status != http.StatusOK {
		t.Fatalf("revoke: got %d", status)
	}
}
