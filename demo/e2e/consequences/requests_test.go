package consequences_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"quartet.example/demo/e2e/rig"
)

// pushedRequests tests that a request_uri works only for the client that pushed the request, for
// 60 s, and until the request was answered (RFC 9126 §2.2, §7.3).
func pushedRequests(t *testing.T, s *world) {
	b := s.browser(t)
	s.grant(t, b, "native", notes) // so that the user is signed in
	push := func(t *testing.T) (rig.Request, string) {
		t.Helper()
		r := rig.Authorization("native", callbacks["native"], notes)
		a := s.post(t, "/par", "native", r.Values)
		if a.Status != http.StatusCreated {
			t.Fatalf("push: got %d %s", a.Status, a.Body)
		}
		return r, a.text("request_uri")
	}
	address := func(client, uri string) string {
		return s.Issuer + "/authorize?" + url.Values{"client_id": {client}, "request_uri": {uri}}.Encode()
	}
	stays := func(t *testing.T, address, check string) {
		t.Helper()
		before := s.Log.Len()
		b.StopAt(callbacks["native"], callbacks["web-post"]).Open(address)
		if b.StoppedAt() != nil {
			t.Fatalf("the browser was sent to %s", b.StoppedAt())
		}
		answer{Status: b.Status(), Body: b.Text(), log: s.Log.From(before)}.refused(t, http.StatusBadRequest, check)
	}
	t.Run("CF-34 used again after it was answered", func(t *testing.T) {
		r, uri := push(t)
		if s.finish(t, b, r, address("native", uri)).Get("code") == "" {
			t.Fatal("got no code")
		}
		stays(t, address("native", uri), "as.par.expiry")
	})
	t.Run("CF-35 used after 60 s", func(t *testing.T) {
		_, uri := push(t)
		s.later(61 * time.Second)
		stays(t, address("native", uri), "as.par.expiry")
	})
	t.Run("CF-36 used by another client, whose own it does not become", func(t *testing.T) {
		r, uri := push(t)
		stays(t, address("web-post", uri), "as.par.client_bound")
		s.finish(t, b, r, address("native", uri))
	})
}

// consent tests that a decision of the user is final (RFC 6749 §4.1.2.1).
func consent(t *testing.T, s *world) {
	b := s.browser(t)
	s.grant(t, b, "native", notes) // so that the user is signed in
	open := func(t *testing.T) url.Values {
		t.Helper()
		b.StopAt(callbacks["native"]).Open(s.Authorize(rig.Authorization("native", callbacks["native"], notes)))
		_, fields := b.Fields(`button[value="allow"]`)
		return fields
	}
	send := func(fields url.Values, decision string) string {
		fields.Set("decision", decision)
		b.Elsewhere(s.Issuer+"/consent").Post("/consent", fields)
		if b.StoppedAt() == nil {
			return ""
		}
		return b.StoppedAt().Query().Get("code") + b.StoppedAt().Query().Get("error")
	}
	t.Run("A-16 denied, then Back, then Allow: no code", func(t *testing.T) {
		fields := open(t)
		if got := send(fields, "deny"); got != "access_denied" {
			t.Errorf("deny: got %q", got)
		}
		if got := send(fields, "allow"); got != "" || b.Status() != http.StatusBadRequest {
			t.Errorf("allow: got %q, %d %s", got, b.Status(), b.Text())
		}
	})
	t.Run("A-16 Allow twice is one decision: the same code", func(t *testing.T) {
		fields := open(t)
		if first, second := send(fields, "allow"), send(fields, "allow"); first == "" || first != second {
			t.Errorf("got %q and %q", first, second)
		}
	})
	t.Run("A-16 a page that was left open for ten minutes decides nothing", func(t *testing.T) {
		fields := open(t)
		s.later(10*time.Minute + time.Second)
		if got := send(fields, "allow"); got != "" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("A-16 the page of one browser decides nothing in another", func(t *testing.T) {
		fields := open(t)
		fields.Set("decision", "allow")
		thief := s.browser(t)
		s.grant(t, thief, "native", notes)
		thief.StopAt(callbacks["native"]).Elsewhere(s.Issuer+"/consent").Post("/consent", fields)
		if thief.StoppedAt() != nil || thief.Status() != http.StatusForbidden {
			t.Errorf("got %d, %v", thief.Status(), thief.StoppedAt())
		}
	})
}
