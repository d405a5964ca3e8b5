package authorize_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/authserver/internal/browsertest"
	"quartet.example/authserver/internal/endpointtest"
)

// push pushes a request as the client notes, and gives what /authorize is sent.
func push(t *testing.T, s *browsertest.Server, change ...string) url.Values {
	t.Helper()
	b := s.Browser(t)
	b.Header["Authorization"] = "Basic " + base64.StdEncoding.EncodeToString([]byte("notes:"+endpointtest.Secret("notes")))
	b.Do(http.MethodPost, "/par", browsertest.Request("notes", change...))
	var pushed struct {
		RequestURI string `json:"request_uri"`
	}
	if err := json.Unmarshal([]byte(b.Body), &pushed); err != nil || b.Status != http.StatusCreated {
		t.Fatalf("push: %d %s", b.Status, b.Body)
	}
	return url.Values{"client_id": {"notes"}, "request_uri": {pushed.RequestURI}}
}

func TestPushedRequests(t *testing.T) {
	s := browsertest.Start(t)
	signedIn := s.Browser(t).SignIn()

	t.Run("N-01 by POST as well", func(t *testing.T) {
		if got := s.Browser(t).Post("/authorize", push(t, s)).Outcome(); got != "login" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("A-02 a POST from another site takes on only what counts", func(t *testing.T) {
		q := push(t, s)
		q.Set("scope", "bogus")
		b := s.Browser(t)
		b.Header["Sec-Fetch-Site"] = "cross-site"
		location := b.Do(http.MethodPost, "/authorize", q).Response.Get("Location")
		if b.Status != http.StatusSeeOther || strings.Contains(location, "bogus") {
			t.Fatalf("got %d %s", b.Status, location)
		}
		if got := signedIn.Clone().Get(strings.TrimPrefix(location, browsertest.Issuer)).Outcome(); got != "code" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("A-21 the answer goes as the pushed request says", func(t *testing.T) {
		b := signedIn.Clone().Authorize(push(t, s, "response_mode", "form_post"))
		if form := b.Form("main form input"); form.Get("code") == "" || form.Get("state") != "xyz" {
			t.Errorf("got %v", form)
		}
	})
	t.Run("N-03 CF-34 a second answer is a page, and is told why", func(t *testing.T) {
		q, first := push(t, s), signedIn.Clone()
		late := s.Browser(t).Authorize(q)
		if got := first.Authorize(q).Outcome(); got != "code" {
			t.Fatalf("got %s", got)
		}
		late.Login("alice", "wonderland")
		if got := late.Outcome(); got != "page 400" || !strings.Contains(late.Body, "as.par.used_once") {
			t.Errorf("got %s: %s", got, late.Body)
		}
		if !strings.Contains(late.Body, "start again") {
			t.Errorf("the page does not say what to do: %s", late.Body)
		}
		if log := s.Log.String(); !strings.Contains(log, "as.par.used_once") {
			t.Error("the log does not say so")
		}
	})
	t.Run("an answer that is refused is not remembered as consent", func(t *testing.T) {
		wide := []string{"scope", "openid notes:read notes:write"}
		q := push(t, s, wide...)
		one, other := signedIn.Clone().Authorize(q), signedIn.Clone().Authorize(q)
		one.Decide("deny")
		if got := other.Decide("allow").Outcome(); got != "page 400" {
			t.Fatalf("the second answer: got %s", got)
		}
		if got := other.Authorize(browsertest.Request("notes", wide...)).Outcome(); got != "consent" {
			t.Errorf("the next request: got %s, want consent", got)
		}
	})
	t.Run("J-14 any other request_uri is not fetched", func(t *testing.T) {
		for _, uri := range []string{"https://evil.example/r", "urn:ietf:params:oauth:request_ur", "file:///etc/passwd"} {
			if got := s.Browser(t).Authorize(browsertest.Request("notes", "request_uri", uri)).Outcome(); got != "error request_uri_not_supported" {
				t.Errorf("%s: got %s", uri, got)
			}
		}
	})
}
