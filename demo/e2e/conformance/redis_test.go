package conformance_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/waittest"
)

func TestRedisAway(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(testing.TB) *rig.Redis{"miniredis": rig.Miniredis, "redis-server": rig.RealRedis} {
		t.Run("O-12 O-14 "+name, func(t *testing.T) {
			t.Parallel()
			redisAway(t, open(t))
		})
	}
}

func redisAway(t *testing.T, redis *rig.Redis) {
	s := rig.Start(t, rig.WithRedis(redis))
	b := s.SignIn(t)
	if h := b.Fetch(http.MethodPost, "/api/notes", `{"text":"milk"}`); h.Status != http.StatusCreated {
		t.Fatalf("add: got %d %s", h.Status, h.Body)
	}
	issued := tokens(t, s)
	cookie := rig.SessionCookie + "=" + b.Cookie("app.localhost", rig.SessionCookie)

	redis.Stop()
	for _, round := range []string{"at once", "a moment later"} {
		t.Run("O-12 needs Redis, "+round, func(t *testing.T) { needsRedis(t, s, issued) })
		t.Run("O-14 the client without Redis, "+round, func(t *testing.T) { clientWithoutRedis(t, s, cookie) })
		t.Run("O-12 needs no Redis, "+round, func(t *testing.T) { needsNoRedis(t, s) })
	}
	redis.Start()
	t.Run("O-12 O-14 everything works again without a restart", func(t *testing.T) {
		for _, base := range []string{s.Issuer, s.API, s.Client, s.Inspector} {
			waittest.Until(t, base+"/readyz", func() bool {
				return call(t, plain(t), request(t, http.MethodGet, base+"/readyz", "")).Status == http.StatusOK
			})
		}
		if h := b.Open(s.Client+"/").Fetch(http.MethodGet, "/api/notes", ""); h.Status != http.StatusOK || !strings.Contains(h.Body, "milk") {
			t.Errorf("the old session: got %d %s", h.Status, h.Body)
		}
		form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {issued.text(t, "refresh_token")}, "client_id": {"native"}}
		if a := post(t, plain(t), s.Issuer+"/token", form); a.Status != http.StatusOK {
			t.Errorf("the old grant: got %d %s", a.Status, a.Body)
		}
	})
}

func needsRedis(t *testing.T, s *rig.Stack, issued answer) {
	r := rig.Authorization("native", nativeBack, "openid")
	for name, send := range map[string]func() answer{
		"code": func() answer { return post(t, plain(t), s.Issuer+"/token", r.Redemption("a-code")) },
		"refresh": func() answer {
			return post(t, plain(t), s.Issuer+"/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {issued.text(t, "refresh_token")}, "client_id": {"native"}})
		},
		"introspect": func() answer {
			return basic(t, s.Issuer+"/introspect", "notes-api", url.Values{"token": {issued.text(t, "access_token")}})
		},
		"revoke": func() answer {
			return post(t, plain(t), s.Issuer+"/revoke", url.Values{"token": {issued.text(t, "refresh_token")}, "client_id": {"native"}})
		},
		"notes": func() answer {
			return call(t, plain(t), request(t, http.MethodGet, s.API+"/notes", "", "Authorization", "Bearer "+issued.text(t, "access_token")))
		},
	} {
		a := send()
		unavailable(t, name, a)
		if a.Status == http.StatusServiceUnavailable && a.text(t, "error") != "temporarily_unavailable" {
			t.Errorf("%s: got %s", name, a.Body)
		}
	}
	unavailable(t, "authorize", call(t, plain(t), request(t, http.MethodGet, s.Authorize(r), "", "Accept", "text/html", "Cookie", rig.AuthSessionCookie+"="+strings.Repeat("A", 43))))
}

// unavailable checks for a 503 with Retry-After and without internal details. shared/redisconn
// tests, with its own clock, that it takes at most three seconds.
func unavailable(t *testing.T, name string, a answer) {
	t.Helper()
	if a.Status != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "" || a.Took > waittest.Patience {
		t.Errorf("%s: got %d, Retry-After %q, after %s; %.200s", name, a.Status, a.Header.Get("Retry-After"), a.Took, a.Body)
	}
	for _, word := range []string{"dial tcp", "connection refused", "redis", "goroutine"} {
		if strings.Contains(a.Body, word) {
			t.Errorf("%s: the answer tells %q", name, word)
		}
	}
}

func clientWithoutRedis(t *testing.T, s *rig.Stack, cookie string) {
	for _, path := range []string{"/", "/session", "/api/notes", "/api/whoami", "/login"} {
		a := call(t, plain(t), request(t, http.MethodGet, s.Client+path, "", "Cookie", cookie, "X-Requested-With", "quartet"))
		unavailable(t, path, a)
		if path != "/login" && len(a.Header["Set-Cookie"]) > 0 {
			t.Errorf("%s: sets a cookie: %v", path, a.Header["Set-Cookie"])
		}
	}
}

func needsNoRedis(t *testing.T, s *rig.Stack) {
	for address, want := range map[string]int{
		s.Issuer + "/.well-known/oauth-authorization-server": http.StatusOK,
		s.Issuer + "/.well-known/openid-configuration":       http.StatusOK,
		s.Issuer + "/.well-known/ssf-configuration":          http.StatusOK,
		s.Issuer + "/jwks": http.StatusOK,
		s.API + "/.well-known/oauth-protected-resource": http.StatusOK,
		s.Issuer + "/livez":                             http.StatusOK,
		s.API + "/livez":                                http.StatusOK,
		s.Client + "/livez":                             http.StatusOK,
		s.Inspector + "/livez":                          http.StatusOK,
		s.Issuer + "/readyz":                            http.StatusServiceUnavailable,
		s.API + "/readyz":                               http.StatusServiceUnavailable,
		s.Client + "/readyz":                            http.StatusServiceUnavailable,
		s.Inspector + "/readyz":                         http.StatusServiceUnavailable,
	} {
		if a := call(t, plain(t), request(t, http.MethodGet, address, "")); a.Status != want || a.Took > waittest.Patience {
			t.Errorf("%s: got %d after %s, want %d", address, a.Status, a.Took, want)
		}
	}
	if a := basic(t, s.Issuer+"/token", "service", url.Values{"grant_type": {"client_credentials"}}); a.Status != http.StatusOK {
		t.Errorf("client_credentials stores nothing: got %d %s", a.Status, a.Body)
	}
}
