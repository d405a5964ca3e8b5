package login_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/browsertest"
)

// from returns a browser at this address that shows the sign-in page.
func from(t *testing.T, s *browsertest.Server, address string, known *browsertest.Browser) *browsertest.Browser {
	t.Helper()
	b := s.Browser(t)
	if known != nil {
		b = known.Clone()
		delete(b.Cookies, browser.SessionCookie)
	}
	b.Header["X-Forwarded-For"] = address
	return b.Authorize(browsertest.Request("notes"))
}

// An attacker who guesses the password of an account throttles only the attacker's own address.
func TestAnAttackerCannotLockOutTheUser(t *testing.T) {
	s := browsertest.Start(t)
	hers := from(t, s, "192.0.2.1", nil).Login("alice", "wonderland")
	for range browsertest.Limit + 1 {
		from(t, s, "198.51.100.1", nil).Login("alice", "wrong")
	}
	for name, tt := range map[string]struct {
		address string
		known   *browsertest.Browser
		want    string
	}{
		"M-07 the attacker's address is throttled, with the right password too":          {"198.51.100.1", nil, "page 429"},
		"alice signs in with a known browser":                                            {"192.0.2.1", hers, "consent"},
		"and with that browser at the attacker's address":                                {"198.51.100.1", hers, "consent"},
		"and with a new browser at an address without failures":                          {"192.0.2.2", nil, "consent"},
		"and in an IPv6 network without failures":                                        {"2001:db8:1::1", nil, "consent"},
		"M-09 an account that does not exist is not throttled at another address either": {"192.0.2.3", nil, "login"},
	} {
		t.Run(name, func(t *testing.T) {
			username := "alice"
			if tt.want == "login" {
				username = "nobody"
			}
			if got := from(t, s, tt.address, tt.known).Login(username, "wonderland").Outcome(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// An attacker guesses once from each of many addresses. All guesses together are limited for the
// account (as.login.account). The limit does not apply to a known browser.
func TestManyAddressesAreBoundedTogether(t *testing.T) {
	for _, username := range []string{"alice", "nobody"} {
		t.Run(username, func(t *testing.T) {
			s := browsertest.Start(t)
			hers := from(t, s, "192.0.2.1", nil).Login("alice", "wonderland")
			checked, b := 0, from(t, s, "10.0.0.1", nil)
			for i := range 1000 {
				b.Header["X-Forwarded-For"] = fmt.Sprintf("10.%d.%d.1", i/250, i%250)
				if b.Login(username, "wrong"); b.Status == http.StatusOK {
					checked++
				} else if b.Status != http.StatusTooManyRequests || b.Response.Get("Retry-After") == "" {
					t.Fatalf("got %d", b.Status)
				}
			}
			if checked != browsertest.AccountLimit {
				t.Errorf("%d of 1000 guesses were checked, want %d", checked, browsertest.AccountLimit)
			}
			if !strings.Contains(s.Log.String(), "as.login.account") {
				t.Error("the log does not name as.login.account")
			}
			if got := from(t, s, "192.0.2.1", hers).Login("alice", "wonderland").Outcome(); got != "consent" {
				t.Errorf("alice in her browser: got %s", got)
			}
			s.Clock.Forward(browsertest.Window / browsertest.AccountLimit)
			if b := from(t, s, "10.9.9.9", nil).Login(username, "wrong"); b.Status != http.StatusOK {
				t.Errorf("the count does not decrease evenly: got %d", b.Status)
			}
		})
	}
}

// A known browser has its own limit, so that an attacker who stole its cookie cannot guess without
// limit.
func TestAKnownBrowserIsBounded(t *testing.T) {
	s := browsertest.Start(t)
	hers := from(t, s, "192.0.2.1", nil).Login("alice", "wonderland")
	checked := 0
	for i := range 50 { // copies of the cookie, from different addresses
		if b := from(t, s, fmt.Sprintf("198.51.100.%d", i), hers); b.Login("alice", "wrong").Status == http.StatusOK {
			checked++
		}
	}
	if checked != browsertest.Limit || !strings.Contains(s.Log.String(), "as.login.throttle") {
		t.Errorf("%d guesses were checked, want %d", checked, browsertest.Limit)
	}
	t.Run("it is known to the account that signed in, and to no other", func(t *testing.T) {
		for range browsertest.Limit {
			from(t, s, "203.0.113.1", nil).Login("bob", "wrong")
		}
		if b := from(t, s, "203.0.113.1", hers).Login("bob", "builder"); b.Status != http.StatusTooManyRequests {
			t.Errorf("got %d", b.Status)
		}
	})
	t.Run("two accounts in one browser are both known", func(t *testing.T) {
		both := from(t, s, "192.0.2.7", hers).Login("bob", "builder")
		s.Clock.Forward(browsertest.Window)
		for _, username := range []string{"alice", "bob"} {
			for range browsertest.Limit {
				from(t, s, "203.0.113.2", nil).Login(username, "wrong")
			}
		}
		for username, password := range map[string]string{"alice": "wonderland", "bob": "builder"} {
			if got := from(t, s, "203.0.113.2", both).Login(username, password).Outcome(); got != "consent" {
				t.Errorf("%s: got %s", username, got)
			}
		}
	})
	t.Run("an expired cookie and a forged one do not count", func(t *testing.T) {
		forged := from(t, s, "192.0.2.1", nil)
		forged.Cookies[browser.KnownCookie] = strings.Repeat("A", 160)
		s.Clock.Forward(browsertest.KnownTTL)
		for range browsertest.Limit {
			from(t, s, "203.0.113.3", nil).Login("alice", "wrong")
		}
		for name, b := range map[string]*browsertest.Browser{"expired": hers, "forged": forged} {
			if got := from(t, s, "203.0.113.3", b).Login("alice", "wonderland"); got.Status != http.StatusTooManyRequests {
				t.Errorf("%s: got %d", name, got.Status)
			}
		}
	})
}

// Scripts cannot read the cookie, and it contains no name.
func TestTheCookieOfAKnownBrowser(t *testing.T) {
	s := browsertest.Start(t)
	b := from(t, s, "192.0.2.1", nil).Login("alice", "wonderland")
	value := b.Cookies[browser.KnownCookie]
	if value == "" || strings.Contains(value, "alice") || len(value) > 256 {
		t.Errorf("got %q", value)
	}
	second := from(t, s, "192.0.2.1", b).Login("alice", "wonderland")
	if len(second.Cookies[browser.KnownCookie]) != len(value) {
		t.Error("it grows with each sign-in")
	}
}
