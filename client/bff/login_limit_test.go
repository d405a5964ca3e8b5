package bff_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"quartet.example/client/bff"
)

// from sends a request from an address.
func from(t *testing.T, app http.Handler, address, method, target, body string) *http.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, home+target, strings.NewReader(body))
	for name, value := range pressed {
		r.Header.Set(name, value)
	}
	r.RemoteAddr = address
	w := httptest.NewRecorder()
	app.ServeHTTP(w, r)
	return w.Result()
}

// The login rate counts hosts: the addresses of an IPv6 /64, and all routes that start a login, are one count.
func TestLoginRateCountsHosts(t *testing.T) {
	r := newRig(t)
	p := r.phone(t)
	forApp := with(p.query(), "issuer", r.URL).Encode()
	login := func(app http.Handler, address string) *http.Response {
		return from(t, app, address, "GET", "/login", "")
	}
	for name, tt := range map[string]struct {
		start   func(app http.Handler, n int) *http.Response // the start of login number n
		limited bool                                         // whether the eleventh is refused
	}{
		"one IPv4 address":            {func(app http.Handler, _ int) *http.Response { return login(app, "192.0.2.1:1") }, true},
		"eleven IPv4 addresses":       {func(app http.Handler, n int) *http.Response { return login(app, fmt.Sprintf("192.0.2.%d:1", n+1)) }, false},
		"eleven addresses of one /64": {func(app http.Handler, n int) *http.Response { return login(app, fmt.Sprintf("[2001:db8::1:%x]:1", n)) }, true},
		"an address of eleven networks": {func(app http.Handler, n int) *http.Response {
			return login(app, fmt.Sprintf("[2001:db8:0:%x::1]:1", n))
		}, false},
		"logins of browsers and of apps": {func(app http.Handler, n int) *http.Response {
			if n%2 == 0 {
				return login(app, "192.0.2.1:1")
			}
			return from(t, app, "192.0.2.1:1", "POST", "/app/login", forApp)
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			app := r.replica(t, func(c *bff.Config) { c.LoginRate = 1 })
			for n := range 10 {
				if got := tt.start(app, n).StatusCode; got != http.StatusFound && got != http.StatusSeeOther {
					t.Fatalf("login %d: got %d, want a redirect", n+1, got)
				}
			}
			resp := tt.start(app, 10)
			if !tt.limited {
				wantStatus(t, resp, http.StatusFound)
				return
			}
			wantStatus(t, resp, http.StatusTooManyRequests)
			if !strings.Contains(r.log.String(), "client.login.rate") {
				t.Error("client.login.rate did not refuse it")
			}
			if resp.Header.Get("Retry-After") == "" {
				t.Error("got no Retry-After")
			}
		})
	}
}
