package consequences_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
)

// guessingPasswords tests that a stranger gets ten guesses, and that the user's own browser is not
// locked out (RFC 6749 §10.10).
func guessingPasswords(t *testing.T, s *world) {
	known, stranger := s.browser(t), s.browser(t)
	s.grant(t, known, "native", notes)
	known.Open(s.Issuer+"/account").Press("end", "everything")
	try := func(b *browser.Browser, password string) (in bool) {
		return !b.Open(s.Issuer+"/account").Login("alice", password).Has(`input[type="password"]`)
	}
	for range 10 {
		if try(stranger, "not-her-password") {
			t.Fatal("a wrong password signed in")
		}
	}
	t.Run("M-07 the right password waits, too", func(t *testing.T) {
		before := s.Log.Len()
		if try(stranger, "wonderland") {
			t.Error("the eleventh guess was accepted")
		}
		answer{log: s.Log.From(before)}.refused(t, 0, "as.login.throttle")
	})
	t.Run("M-07 a browser that has signed in before is not throttled", func(t *testing.T) {
		if !try(known, "wonderland") {
			t.Errorf("alice is locked out of her own browser: %s", known.Text())
		}
	})
	t.Run("M-07 another account is not throttled", func(t *testing.T) {
		b := s.browser(t).Open(s.Issuer+"/account").Login("bob", "builder")
		if b.Has(`input[type="password"]`) {
			t.Error("bob cannot sign in")
		}
	})
	t.Run("M-07 the wait ends after five minutes", func(t *testing.T) {
		s.later(5*time.Minute + time.Second)
		if !try(stranger, "wonderland") {
			t.Errorf("got %s", stranger.Text())
		}
	})
}

// guessingClientSecrets tests the limit of 30 guesses in a minute.
func guessingClientSecrets(t *testing.T, s *world) {
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {"notes:read"}, "resource": {s.API}}
	try := func(secret string) answer {
		r := &http.Request{Header: http.Header{}}
		r.SetBasicAuth("service", secret)
		return s.do(t, http.MethodPost, s.Issuer+"/token", form.Encode(), "Authorization", r.Header.Get("Authorization"))
	}
	const right = "service-dev-secret-not-for-production"
	for range 30 {
		try("not-the-secret").refused(t, http.StatusUnauthorized, "as.client.auth")
	}
	t.Run("further guesses wait", func(t *testing.T) {
		try("not-the-secret").refused(t, http.StatusTooManyRequests, "as.client.throttle")
	})
	t.Run("the wait ends after a minute", func(t *testing.T) {
		s.later(61 * time.Second)
		try(right).ok(t)
	})
}

// guessingUserCodes tests the limit of ten guesses for one account (RFC 8628 §5.1).
func guessingUserCodes(t *testing.T, s *world) {
	b := s.signIn(t, "bob", "builder")
	a := s.post(t, "/device_authorization", "tv", url.Values{"scope": {notes}}).ok(t)
	enter := func(code string) {
		b.Open(s.Issuer+"/device").Submit(`input[name="user_code"]`, url.Values{"user_code": {code}})
	}
	for range 10 {
		enter("BCDF-GHJK")
	}
	t.Run("the right code waits, too", func(t *testing.T) {
		before := s.Log.Len()
		if enter(a.text("user_code")); b.Has(`button[value="allow"]`) {
			t.Error("the eleventh guess was accepted")
		}
		answer{log: s.Log.From(before)}.refused(t, 0, "as.user_code.throttle")
	})
	t.Run("the wait ends after five minutes; the device gets its tokens once", func(t *testing.T) {
		s.later(5*time.Minute + time.Second)
		enter(a.text("user_code"))
		b.Approve()
		poll := url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:device_code"}, "device_code": {a.text("device_code")}}
		s.post(t, "/token", "tv", poll).ok(t)
		s.later(10 * time.Second)
		s.post(t, "/token", "tv", poll).refused(t, http.StatusBadRequest, "as.device.unused")
	})
}
