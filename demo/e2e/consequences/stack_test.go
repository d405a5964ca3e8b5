package consequences_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
	"quartet.example/demo/stack"
	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

// other is a resource whose tokens the API must refuse.
const other = "http://other.localhost:9009"

// TestConsequences runs every topic on one stack. The last topic looks for the secrets in the
// messages of the others.
func TestConsequences(t *testing.T) {
	heard := make(logouts, 1000)
	listener := httptest.NewServer(heard)
	t.Cleanup(listener.Close)
	s := &world{Stack: rig.Start(t, rig.With(withMoreSeed(t, listener.URL))), heard: heard, http: &http.Client{
		Transport: localnet.Transport(), Timeout: waittest.Patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	t.Cleanup(s.http.CloseIdleConnections)
	waittest.Until(t, "the API is ready", func() bool { return s.get(t, s.API+"/readyz").Status == http.StatusOK })
	for _, topic := range []struct {
		name string
		test func(*testing.T, *world)
	}{
		{"codes", codes},
		{"refresh tokens", refreshTokens},
		{"stolen refresh tokens", stolenRefreshTokens},
		{"lifetimes of grants", lifetimesOfGrants},
		{"access tokens", accessTokens},
		{"disabled users", disabledUsers},
		{"sessions at the client", clientSessions},
		{"sessions at the authorization server", authserverSessions},
		{"sign-out", signOut},
		{"sign-out everywhere", signOutEverywhere},
		{"sign-in", signIns},
		{"DPoP", proofs},
		{"pushed requests", pushedRequests},
		{"consent", consent},
		{"forms", forms},
		{"guessing passwords", guessingPasswords},
		{"guessing client secrets", guessingClientSecrets},
		{"guessing user codes", guessingUserCodes},
		{"secrets", secretsStaySecret},
	} {
		t.Run(topic.name, func(t *testing.T) { topic.test(t, s) })
	}
}

// withMoreSeed adds a second resource, which the client service may use, and the back-channel
// logout URI of the client web-post to the seed.
func withMoreSeed(t *testing.T, listener string) func(*stack.Settings) {
	return func(s *stack.Settings) {
		changeSeed(s,
			"\nresources:\n", "\nresources:\n  - resource: "+other+"\n    name: Other\n    scopes:\n      other:read: read something else\n",
			"[client_credentials]\n    scope: ", "[client_credentials]\n    scope: other:read ",
			"client_id: web-post\n", "client_id: web-post\n    backchannel_logout_uri: "+listener+"/\n",
		)
		s.Authserver.FetchAllow = append(s.Authserver.FetchAllow, strings.TrimPrefix(listener, "http://"))
	}
}

// changeSeed replaces texts in the seed of a stack. pairs are old and new texts in turn.
func changeSeed(s *stack.Settings, pairs ...string) {
	s.Authserver.Seed = strings.NewReplacer(pairs...).Replace(s.Authserver.Seed)
}

// logouts receives the logout tokens that are sent to the client web-post.
type logouts chan string

func (l logouts) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	l <- r.PostFormValue("logout_token")
}

// world is the stack, and the messages that the tests sent.
type world struct {
	*rig.Stack
	http     *http.Client
	heard    logouts
	browsers []*browser.Browser
}

// browser returns a new browser. The last test looks for the secrets in its messages.
func (s *world) browser(t testing.TB) *browser.Browser {
	b := browser.New(t)
	s.browsers = append(s.browsers, b)
	return b
}

// signIn signs a user in at the client with a new browser.
func (s *world) signIn(t testing.TB, username, password string) *browser.Browser {
	t.Helper()
	b := s.SignInAs(t, username, password)
	s.browsers = append(s.browsers, b)
	return b
}

// later moves the clock.
func (s *world) later(d time.Duration) { s.Clock.Forward(d) }
