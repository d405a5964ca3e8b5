package authorize_test

import (
	"net/http"
	"testing"
	"time"

	"quartet.example/authserver/internal/browsertest"
	"quartet.example/shared/redistest"
	"quartet.example/shared/waittest"
)

func TestRedisAway(t *testing.T) {
	redis, rdb := redistest.Server(t)
	s := browsertest.StartOn(t, rdb)
	signedIn := s.Browser(t).SignIn()
	inSignIn := s.Browser(t).Authorize(browsertest.Request("notes"))
	inConsent := s.Browser(t).Authorize(browsertest.Request("notes", "prompt", "consent")).Login("bob", "builder")
	redis.Close()
	for name, visit := range map[string]func() *browsertest.Browser{
		"authorize without a session": func() *browsertest.Browser { return s.Browser(t).Authorize(browsertest.Request("notes")) },
		"authorize with a session":    func() *browsertest.Browser { return signedIn.Clone().Authorize(browsertest.Request("notes")) },
		"authorize silently": func() *browsertest.Browser {
			return signedIn.Clone().Authorize(browsertest.Request("notes", "prompt", "none"))
		},
		"sign-in":  func() *browsertest.Browser { return inSignIn.Clone().Login("alice", "wonderland") },
		"consent":  func() *browsertest.Browser { return inConsent.Clone().Decide("allow") },
		"sign-out": func() *browsertest.Browser { return signedIn.Clone().Get("/logout") },
	} {
		t.Run("O-12 "+name, func(t *testing.T) {
			start := time.Now()
			b := visit()
			if took := time.Since(start); b.Status != http.StatusServiceUnavailable || b.Response.Get("Retry-After") == "" || took > waittest.Patience {
				t.Errorf("got %d, Retry-After %q after %s", b.Status, b.Response.Get("Retry-After"), took)
			}
			if b.Left != nil {
				t.Errorf("left for %v", b.Left)
			}
		})
	}
	if err := redis.Restart(); err != nil {
		t.Fatal(err)
	}
	t.Run("O-12 afterwards nothing is lost", func(t *testing.T) {
		var last string
		for range 20 { // the first dials may still fail
			if last = signedIn.Authorize(browsertest.Request("notes")).Outcome(); last == "code" {
				break
			}
		}
		if got := inConsent.Decide("allow").Outcome(); last != "code" || got != "code" {
			t.Errorf("got %s and %s, want code", last, got)
		}
	})
}
