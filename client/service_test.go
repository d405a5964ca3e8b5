package client_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// The probes name who cannot be reached; the service is alive all the same.
func TestProbes(t *testing.T) {
	r := newRig(t)
	server, redis := redistest.Server(t)
	r.deps.Redis = redis
	b := newBrowser(t, r.start(t))
	wantStatus(t, b.get("/readyz"), http.StatusOK)
	server.Close()
	resp := b.get("/readyz")
	wantStatus(t, resp, http.StatusServiceUnavailable)
	if got := body(resp); !strings.Contains(got, "redis") || strings.Contains(got, "authorization server") || resp.Header.Get("Retry-After") == "" {
		t.Errorf("O-14: got %s, want redis named, and Retry-After", got)
	}
	wantStatus(t, b.get("/livez"), http.StatusOK)
}

// A mobile app has no pages: they are for browsers.
func TestPagesDoNotKnowApps(t *testing.T) {
	r := newRig(t)
	app := appSession(t, r)
	b := newBrowser(t, r.app)
	resp := b.do("GET", "/", "", header{"Authorization": "Session " + app})
	if got := body(resp); strings.Contains(got, "Alice") || !strings.Contains(got, `href="/login"`) {
		t.Errorf("got %s, want the page for nobody", got)
	}
	calls := r.api.count()
	b.do("POST", "/notes", url.Values{"text": {"x"}}.Encode(), header{"Authorization": "Session " + app, "Content-Type": formType})
	if r.api.count() != calls {
		t.Error("a form of the page worked for an app")
	}
}

// appSession signs an app in and returns the id of its session.
func appSession(t *testing.T, r *rig) string {
	t.Helper()
	b, verifier := newBrowser(t, r.app), oauth.NewSecret()
	resp := b.form("/app/login", url.Values{
		"challenge": {oauth.ChallengeOf(verifier)}, "redirect": {"http://127.0.0.1:49152/app"}, "issuer": {r.URL},
	})
	back := b.get("/callback?" + r.Approve(t, resp.Header.Get("Location")).Encode()).Header.Get("Location")
	given, err := url.Parse(back)
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"handover": {given.Query().Get("handover")}, "verifier": {verifier}}
	resp = newBrowser(t, r.app).do("POST", "/app/session", form.Encode(), header{"Content-Type": formType})
	var said struct{ Session string }
	if err := json.Unmarshal([]byte(body(resp)), &said); err != nil || said.Session == "" {
		t.Fatalf("no session for the app: %d %s", resp.StatusCode, body(resp))
	}
	return said.Session
}

// L-04: no token reaches the browser, on pages neither.
func TestNoTokenOnPages(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	wantStatus(t, b.get("/"), http.StatusOK)
	r.clock.Move(6 * time.Minute)
	wantStatus(t, b.get("/"), http.StatusOK) // the token was refreshed
	if len(r.Requests("/token")) != 2 {
		t.Errorf("got %d token requests, want a code and a refresh", len(r.Requests("/token")))
	}
	if strings.Contains(b.seen.String(), "eyJ") {
		t.Error("the browser saw a token")
	}
}

// O-11: an operator sees refreshes and ended sessions.
func TestMetrics(t *testing.T) {
	r := newRig(t)
	registry := prometheus.NewRegistry()
	r.deps.Metrics = registry
	b := newBrowser(t, r.start(t))
	b.signIn(r.Issuer)
	r.clock.Move(6 * time.Minute)
	b.call("GET", "/api/notes")
	b.call("POST", "/logout")
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			name := f.GetName()
			for _, l := range m.GetLabel() {
				name += " " + l.GetValue()
			}
			got[name] = m.GetCounter().GetValue() + m.GetGauge().GetValue()
		}
	}
	for name, want := range map[string]float64{
		"client_refreshes_total renewed": 1, "client_refreshes_total lost": 0, "client_sessions_ended_total ended by its browser": 1, "client_refresh_circuit_open": 0,
	} {
		if n, has := got[name]; !has || n != want {
			t.Errorf("%s: got %v, want %v", name, n, want)
		}
	}
}
