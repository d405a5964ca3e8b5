package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
	"quartet.example/demo/stack"
)

// onLocalhost puts the client and the authorization server on the host localhost, for languages
// that cannot resolve *.localhost. Only the ports differ, and cookies are not separated by port
// (RFC 6265 §8.5).
func onLocalhost(t *testing.T) rig.Option {
	plain := strings.NewReplacer("//app.localhost:", "//localhost:", "//auth.localhost:", "//localhost:")
	return rig.With(func(s *stack.Settings) {
		for _, address := range []*string{
			&s.Authserver.Issuer, &s.Client.Issuer, &s.Resourceserver.Issuer,
			&s.Client.PublicURL, &s.Inspector.ClientURL, &s.Inspector.AuthserverURL,
		} {
			*address = plain.Replace(*address)
		}
		for i, host := range s.Authserver.FetchAllow {
			s.Authserver.FetchAllow[i] = strings.Replace(host, "app.localhost:", "localhost:", 1)
		}
		s.Authserver.Seed = plain.Replace(s.Authserver.Seed)
	})
}

// Both services are on one host. Neither may overwrite a cookie of the other: the user stays
// signed in at both, and a second sign-in asks for no password.
func TestTwoServicesOnOneHost(t *testing.T) {
	s := rig.Start(t, onLocalhost(t))
	if s.Client[:17] != "http://localhost:" || s.Issuer[:17] != "http://localhost:" {
		t.Fatalf("got %s and %s, want both on localhost", s.Client, s.Issuer)
	}
	b := s.SignIn(t)
	wantNotes(t, s, b, http.StatusOK)
	wantAccount(t, s, b)
	b.Open(s.Client + "/login")
	if b.At().String() != s.Client+"/" || b.Status() != http.StatusOK {
		t.Errorf("the second sign-in ended at %s (%d), want no question", b.At(), b.Status())
	}
	wantNotes(t, s, b, http.StatusOK)
	wantAccount(t, s, b)
	b.Open(s.Client+"/").Submit(`form[action="/logout"]`, url.Values{})
	wantNotes(t, s, b, http.StatusUnauthorized)
}

func wantAccount(t *testing.T, s *rig.Stack, b *browser.Browser) {
	t.Helper()
	if b.Open(s.Issuer + "/account"); b.Has(`input[name="password"]`) || b.Status() != http.StatusOK {
		t.Errorf("at the authorization server: got %d at %s, want alice signed in", b.Status(), b.At())
	}
}

// The same in a real browser.
func TestBrowserOnLocalhost(t *testing.T) {
	s, b := rig.Start(t, onLocalhost(t)), chromium.Start(t)
	b.Open(s.Client + "/login")
	b.Type(`input[name="username"]`, "alice")
	b.Type(`input[name="password"]`, "wonderland")
	b.Click(`button[value="sign-in"]`, allow)
	b.Click(allow, signOut)
	b.Open(s.Issuer + "/account")
	b.AwaitGone(`input[name="password"]`)
	b.Open(s.Client + "/")
	b.Await(signOut)
	noProblems(t, s, b)
}
