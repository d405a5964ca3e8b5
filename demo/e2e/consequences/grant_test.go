package consequences_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
)

const (
	notes   = "openid notes:read notes:write"
	offline = notes + " offline_access"
)

// callbacks are the redirect URIs of the clients in the seed.
var callbacks = map[string]string{"native": "http://127.0.0.1:51004/callback", "web-post": "http://web.localhost:3000/callback"}

// grant is a grant of a user for a client in the seed.
type grant struct {
	world   *world
	client  string
	request rig.Request
	code    string
	access  string
	refresh string
	idToken string
}

// ask completes an authorization request, and returns the parameters of the response to the
// client.
func (s *world) ask(t testing.TB, b *browser.Browser, r rig.Request) url.Values {
	t.Helper()
	return s.finish(t, b, r, s.Authorize(r))
}

// finish opens an authorization request, signs alice in if needed, and gives consent.
func (s *world) finish(t testing.TB, b *browser.Browser, r rig.Request, address string) url.Values {
	t.Helper()
	b.StopAt(r.Get("redirect_uri")).Open(address)
	if b.Has(`input[type="password"]`) {
		b.Login("alice", "wonderland")
	}
	if b.Has(`button[value="allow"]`) {
		b.Approve()
	}
	if b.StoppedAt() == nil {
		t.Fatalf("no answer to %s; at %s (%d): %s", r.Get("client_id"), b.At(), b.Status(), b.Text())
	}
	return b.StoppedAt().Query()
}

// allow gets a code for a client. The user of the browser gives consent.
func (s *world) allow(t testing.TB, b *browser.Browser, client, scope string) *grant {
	t.Helper()
	g := &grant{world: s, client: client, request: rig.Authorization(client, callbacks[client], scope)}
	if g.code = s.ask(t, b, g.request).Get("code"); g.code == "" {
		t.Fatalf("got no code: %s", b.StoppedAt())
	}
	return g
}

// grant gets the tokens of a new grant.
func (s *world) grant(t testing.TB, b *browser.Browser, client, scope string) *grant {
	t.Helper()
	g := s.allow(t, b, client, scope)
	g.keep(g.redeem(t, client).ok(t))
	return g
}

// redeem redeems the code as the named client.
func (g *grant) redeem(t testing.TB, client string, headers ...string) answer {
	t.Helper()
	return g.world.post(t, "/token", client, g.request.Redemption(g.code), headers...)
}

// keep stores the tokens in a response.
func (g *grant) keep(a answer) {
	g.access, g.refresh, g.idToken = a.text("access_token"), a.text("refresh_token"), a.text("id_token")
}

// refreshed uses a refresh token as the client of the grant.
func (g *grant) refreshed(t testing.TB, token string, more ...string) answer {
	t.Helper()
	return g.world.refresh(t, g.client, token, more...)
}

// refresh uses a refresh token as the named client. more are further parameters.
func (s *world) refresh(t testing.TB, client, token string, more ...string) answer {
	t.Helper()
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return s.post(t, "/token", client, form)
}

// dead fails the test unless both tokens of the grant are refused everywhere.
func (g *grant) dead(t testing.TB) {
	t.Helper()
	g.refreshed(t, g.refresh).refused(t, http.StatusBadRequest, "as.refresh.current")
	if a := g.world.post(t, "/introspect", "notes-api", url.Values{"token": {g.access}}); strings.TrimSpace(a.Body) != `{"active":false}` {
		t.Errorf("introspection: got %d %s", a.Status, a.Body)
	}
	g.world.apiRefuses(t, "the access token", g.access)
}

// alive fails the test unless both tokens of the grant still work.
func (g *grant) alive(t testing.TB) {
	t.Helper()
	g.world.api(t, g.access).ok(t)
	g.keep(g.refreshed(t, g.refresh).ok(t))
}
