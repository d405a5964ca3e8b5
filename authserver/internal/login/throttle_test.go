package login_test

import (
	"net/http"
	"testing"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/browsertest"
)

func TestThrottleOfAnAddress(t *testing.T) {
	s := browsertest.Start(t)
	for i := range browsertest.AddressLimit { // the same password on many accounts
		if b := open(t, s).Login("user"+string(rune('A'+i%26))+string(rune('a'+i/26)), "wrong"); b.Status != http.StatusOK {
			t.Fatalf("attempt %d: got %d", i+1, b.Status)
		}
	}
	t.Run("M-07 ADV-34 then the address is throttled, whatever the account", func(t *testing.T) {
		if b := open(t, s).Login("bob", "builder"); b.Status != http.StatusTooManyRequests || b.Response.Get("Retry-After") == "" {
			t.Errorf("got %d", b.Status)
		}
	})
	t.Run("M-07 refused attempts do not count for the account, and the count of the address decreases evenly", func(t *testing.T) {
		for range browsertest.Limit {
			open(t, s).Login("bob", "wrong")
		}
		s.Clock.Forward(browsertest.Window / 10)
		if got := open(t, s).Login("bob", "builder").Outcome(); got != "consent" {
			t.Errorf("got %s", got)
		}
	})
}

func TestRightPasswordsAreNotThrottled(t *testing.T) {
	s := browsertest.Start(t)
	for i := range 200 { // like a test suite, within a minute and from one address
		if got := open(t, s).Login("alice", "wonderland").Outcome(); got != "consent" {
			t.Fatalf("sign-in %d: got %s", i+1, got)
		}
	}
}

func TestThrottleLeavesSessionsAlone(t *testing.T) {
	s := browsertest.Start(t)
	known := open(t, s).Login("alice", "wonderland").Decide("allow")
	for range browsertest.Limit + 1 {
		open(t, s).Login("alice", "wrong")
	}
	if got := known.Authorize(browsertest.Request("notes")).Outcome(); got != "code" {
		t.Errorf("M-07 a signed-in browser: got %s, want a code", got)
	}
}

func TestSpellings(t *testing.T) {
	s := browsertest.Start(t)
	for _, username := range []string{"alice", "ALICE", "alice\t", "\u00a0alice", "alice\u3000"} {
		open(t, s).Login(username, "wrong")
	}
	for _, username := range []string{"alice", "Alice", "alice\u2003", "\u3000ALICE", "ａｌｉｃｅ", "alıce", "al\u00adice", "alice\u200b"} {
		b := open(t, s).Login(username, "wonderland")
		if b.Outcome() == "consent" || b.Cookies[browser.SessionCookie] != "" {
			t.Errorf("M-07 %q: the throttle of alice was passed", username)
		}
	}
}
