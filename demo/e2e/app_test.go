package e2e_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/oauth"
)

// TestBrowserSignsInApp signs a user in to an app with a real browser, which applies form-action
// to every redirect after the form and does not send Strict cookies from other sites. It does so
// twice: first without, then with an existing session in the browser.
func TestBrowserSignsInApp(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	for _, address := range []string{"127.0.0.1:0", "[::1]:0"} {
		app, came := waitingApp(t, address)
		if app == "" {
			continue // this machine has no IPv6
		}
		b.Open(s.Client + "/app/login?" + url.Values{
			"challenge": {oauth.ChallengeOf(oauth.NewSecret())}, "redirect": {app}, "state": {"of the app"},
		}.Encode())
		const goOn = `form[action="/app/login"] button`
		if address == "127.0.0.1:0" {
			b.Picture("app-sign-in", chromium.Everywhere)
			b.Click(goOn, `input[name="password"]`)
			b.Type(`input[name="username"]`, "alice")
			b.Type(`input[name="password"]`, "wonderland")
			b.Click(`button[value="sign-in"]`, allow)
			b.Click(allow, `#back`)
		} else {
			b.Click(goOn, `#back`)
		}
		if got := <-came; len(got.Get("handover")) != 43 || got.Get("state") != "of the app" {
			t.Errorf("%s: got %v, want a hand-over and the state", address, got)
		}
	}
	b.Open(s.Client)
	b.Await(`a[href^="/login"]`) // the browser itself is signed in at the authorization server only
	for _, problem := range b.Problems() {
		t.Errorf("console: %s", problem)
	}
}

// waitingApp is an app that waits for the redirect on a loopback address.
func waitingApp(t *testing.T, address string) (redirect string, came <-chan url.Values) {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		return "", nil
	}
	answers := make(chan url.Values, 1)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/app" {
			answers <- r.URL.Query()
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(`<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>App</title><p id="back">Back in the app.</p></html>`))
	}))
	_ = server.Listener.Close()
	server.Listener = l
	server.Start()
	t.Cleanup(server.Close)
	return server.URL + "/app", answers
}
