package authserver_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
	"quartet.example/shared/waittest"
)

// listener is the server at the backchannel_logout_uri of a client. It records the requests.
type listener struct {
	*httptest.Server
	mu     sync.Mutex
	posts  []*http.Request // with their forms read
	answer http.HandlerFunc
}

func listen(t *testing.T, answer http.HandlerFunc) *listener {
	t.Helper()
	l := &listener{answer: answer}
	l.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		l.mu.Lock()
		l.posts = append(l.posts, r)
		l.mu.Unlock()
		l.answer(w, r)
	}))
	t.Cleanup(func() { l.CloseClientConnections(); l.Close() })
	return l
}

func accept(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }

// heard returns the requests so far.
func (l *listener) heard() []*http.Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]*http.Request(nil), l.posts...)
}

// hostPort returns the value of the setting fetch-allow for the URL.
func hostPort(rawURL string) string {
	u, _ := url.Parse(rawURL)
	return u.Host
}

// relyingParty registers a client whose backchannel_logout_uri is uri.
func relyingParty(id, uri string) authservertest.Option {
	return authservertest.WithClient(authservertest.Client{
		ID: id, Secret: id + "-secret", Name: "Application " + id, Scope: "openid offline_access notes:read",
		GrantTypes:   []string{"authorization_code", "refresh_token"},
		RedirectURIs: []string{"http://app.localhost:8080/" + id}, PostLogoutRedirectURIs: []string{"http://app.localhost:8080/bye"},
		BackchannelLogoutURI: uri,
	})
}

func appOf(t *testing.T, srv *authservertest.Server, id string) *app {
	t.Helper()
	return &app{
		t: t, srv: srv, id: id, secret: id + "-secret", method: oauth.ClientSecretBasic,
		redirectURI: "http://app.localhost:8080/" + id, verifier: oauth.NewSecret(),
	}
}

func allowing(uris ...string) authservertest.Option {
	return authservertest.WithConfig(func(cfg *authserver.Config) {
		for _, uri := range uris {
			cfg.FetchAllow = append(cfg.FetchAllow, hostPort(uri))
		}
	})
}

// claimsOf verifies a JWT of this type with the published keys of the server.
func claimsOf(t *testing.T, srv *authservertest.Server, raw, typ string) map[string]any {
	t.Helper()
	kind := jose.Kind{MaxBytes: 8 << 10, Types: []string{typ}, Algorithms: []string{"RS256", "ES256"}, Keys: published(t, srv), Now: srv.Now}
	claims := map[string]any{}
	if err := errors.Join(kind.Verify(t.Context(), raw, &jose.Claims{}), jose.Peek(raw, kind.MaxBytes, &claims)); err != nil {
		t.Fatalf("verify: %v", err)
	}
	return claims
}

// published are the public keys of the server.
func published(t *testing.T, srv *authservertest.Server) jose.Set {
	t.Helper()
	_, _, document := do(t, srv, request(t, http.MethodGet, srv.URL+"/jwks", nil))
	set, err := jose.ParseSet([]byte(document), jose.KeyRules{})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestBackchannelLogout(t *testing.T) {
	one, two := listen(t, accept), listen(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	bystander := listen(t, accept)
	srv := authservertest.Start(t, relyingParty("one", one.URL+"/logout?tenant=1"), relyingParty("two", two.URL), relyingParty("three", bystander.URL),
		allowing(one.URL, two.URL, bystander.URL))
	a, b := appOf(t, srv, "one"), appOf(t, srv, "two")
	browser := srv.Browser(t)
	browser.Open(a.authorizeURL("openid notes:read", nil)).Login("alice", "wonderland").Approve()
	first := a.redeem(browser.Returned().Get("code"))
	t.Run("J-19 the second client needs no password", func(t *testing.T) {
		if browser.Open(b.authorizeURL("openid offline_access", nil)).Approve(); browser.Returned().Get("code") == "" {
			t.Fatalf("got %s", browser.Text())
		}
	})
	second := b.redeem(browser.Returned().Get("code"))
	sid := claimsOf(t, srv, first.IDToken, "JWT")["sid"]
	if got := claimsOf(t, srv, second.IDToken, "JWT")["sid"]; sid == nil || got != sid {
		t.Errorf("one session, two sids: %v, %v", sid, got)
	}

	begin := time.Now()
	browser.Open(srv.URL + "/logout?" + url.Values{
		"id_token_hint": {first.IDToken}, "post_logout_redirect_uri": {"http://app.localhost:8080/bye"}, "state": {"s"},
	}.Encode())
	t.Run("CK-02 oidcc-backchannel-rp-initiated-logout: the browser goes back", func(t *testing.T) {
		if at := browser.ReturnedTo(); at == nil || at.String() != "http://app.localhost:8080/bye?state=s" || time.Since(begin) > waittest.Patience {
			t.Errorf("got %v after %s", at, time.Since(begin))
		}
	})
	for id, l := range map[string]*listener{"one": one, "two": two} {
		t.Run("K-08 CK-02 client "+id+" gets a logout token", func(t *testing.T) { checkLogoutToken(t, srv, l, id, sid) })
	}
	t.Run("K-08 a client that got no code in the session is not notified", func(t *testing.T) {
		if got := len(bystander.heard()); got != 0 {
			t.Errorf("got %d posts", got)
		}
	})
	t.Run("CK-02 prompt=none then errors", func(t *testing.T) {
		if browser.Open(a.authorizeURL("openid", map[string]string{"prompt": "none"})); browser.Returned().Get("error") != "login_required" {
			t.Errorf("got %v", browser.Returned())
		}
	})
	t.Run("K-07 ADV-35 the tokens of the session are revoked, for every client", func(t *testing.T) {
		if got := active(t, srv, first.AccessToken); got.Active {
			t.Errorf("the access token: got %+v", got)
		}
		if status, _, code := a.refresh(first.RefreshToken); status != http.StatusBadRequest || code != oauth.InvalidGrant {
			t.Errorf("the refresh token: got %d %s", status, code)
		}
	})
	t.Run("K-07 grants with offline_access stay valid, as documented", func(t *testing.T) {
		if status, _, code := b.refresh(second.RefreshToken); status != http.StatusOK {
			t.Errorf("got %d %s", status, code)
		}
	})
	t.Run("K-10 a logout token is refused as id_token_hint", func(t *testing.T) {
		token := one.heard()[0].PostForm.Get("logout_token")
		if status, _, _ := do(t, srv, request(t, http.MethodGet, srv.URL+"/logout?id_token_hint="+token, nil)); status != http.StatusBadRequest {
			t.Errorf("got %d", status)
		}
	})
}

// checkLogoutToken checks the logout token that the listener received against OIDC Back-Channel
// Logout §2.4 and §2.5.
func checkLogoutToken(t *testing.T, srv *authservertest.Server, l *listener, id string, sid any) {
	t.Helper()
	posts := l.heard()
	if len(posts) != 1 {
		t.Fatalf("got %d posts, want 1", len(posts))
	}
	r := posts[0]
	if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" || len(r.PostForm) != 1 || r.Header.Get("Cookie") != "" {
		t.Errorf("got %s %v with %d parameters", r.Method, r.Header, len(r.PostForm))
	}
	raw := r.PostForm.Get("logout_token")
	claims := claimsOf(t, srv, raw, "logout+jwt")
	issued, _ := claims["iat"].(float64)
	expires, _ := claims["exp"].(float64)
	if claims["iss"] != srv.URL || claims["aud"] != id || claims["sid"] != sid || claims["sub"] != "248289761001" || claims["jti"] == "" || claims["jti"] == nil {
		t.Errorf("got %v", claims)
	}
	if expires-issued != 120 {
		t.Errorf("it lives for %v s, want 120", expires-issued)
	}
	events, _ := json.Marshal(claims["events"])
	if string(events) != `{"http://schemas.openid.net/event/backchannel-logout":{}}` {
		t.Errorf("events: got %s", events)
	}
	if _, has := claims["nonce"]; has {
		t.Error("it has a nonce")
	}
}

// The user does not wait longer than the patience for any client, however the client behaves.
func TestBackchannelLogoutIsBounded(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	hang := listen(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	lured := listen(t, accept)
	redirecting := listen(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, lured.URL, http.StatusTemporaryRedirect)
	})
	huge := listen(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.Copy(w, io.LimitReader(endless{}, 64<<20)) })
	private := listen(t, accept)
	for name, tt := range map[string]struct {
		uri     string
		allowed bool
		posts   *listener
		want    int
	}{
		"K-08 unreachable":                 {uri: closed.URL, allowed: true},
		"K-08 hangs":                       {uri: hang.URL, allowed: true, posts: hang, want: 1},
		"K-08 redirects are not followed":  {uri: redirecting.URL, allowed: true, posts: lured, want: 0},
		"K-08 a response body without end": {uri: huge.URL, allowed: true, posts: huge, want: 1},
		"O-22 an address on this machine that fetch-allow does not list": {uri: private.URL, posts: private, want: 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := []authservertest.Option{relyingParty("one", tt.uri)}
			if tt.allowed {
				options = append(options, allowing(tt.uri, lured.URL))
			}
			srv := authservertest.Start(t, options...)
			a := appOf(t, srv, "one")
			browser := srv.Browser(t)
			browser.Open(a.authorizeURL("openid", nil)).Login("alice", "wonderland").Approve()
			tokens := a.redeem(browser.Returned().Get("code"))
			begin := time.Now()
			browser.Open(srv.URL + "/logout?id_token_hint=" + tokens.IDToken)
			if took := time.Since(begin); took > waittest.Patience || !strings.Contains(browser.Text(), "signed out") {
				t.Errorf("after %s: %s", took, browser.Text())
			}
			if tt.posts != nil && len(tt.posts.heard()) != tt.want {
				t.Errorf("got %d posts, want %d", len(tt.posts.heard()), tt.want)
			}
		})
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestBackchannelMetadata(t *testing.T) {
	srv := authservertest.Start(t)
	m := metadata(t, srv, srv.URL+"/.well-known/openid-configuration")
	t.Run("CK-01 oidcc-backchannel-logout-discovery-endpoint-verification", func(t *testing.T) {
		if !m.BackchannelLogoutSupported || !m.BackchannelLogoutSessionSupported || m.EndSessionEndpoint == "" {
			t.Errorf("got %+v", m)
		}
	})
	t.Run("CR-01 oidcc-rp-initiated-logout-discovery-endpoint-verification", func(t *testing.T) {
		if m.EndSessionEndpoint != srv.URL+"/logout" { // the scheme is that of the issuer; production demands https
			t.Errorf("got %q", m.EndSessionEndpoint)
		}
	})
}

// offlineVerifier verifies access tokens as a resource server without introspection does.
func offlineVerifier(t *testing.T, srv *authservertest.Server) func(raw string) error {
	t.Helper()
	kind := accesstoken.Rules{Issuer: srv.URL, Algorithms: []string{"ES256"}, Now: srv.Now, Keys: published(t, srv)}.Kind()
	return func(raw string) error { return kind.Verify(t.Context(), raw, &accesstoken.Claims{}) }
}
