package authorize_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver/internal/browsertest"
	"quartet.example/authserver/internal/endpointtest"
)

func TestPrompts(t *testing.T) {
	for name, tt := range map[string]struct {
		later  time.Duration // after a sign-in with consent to openid notes:read
		change []string
		want   string
	}{
		"J-06 prompt=none with session and consent":           {0, []string{"prompt", "none"}, "code"},
		"J-06 prompt=none, narrower scope":                    {0, []string{"prompt", "none", "scope", "openid"}, "code"},
		"J-06 prompt=none, wider scope":                       {0, []string{"prompt", "none", "scope", "openid notes:read notes:write"}, "error consent_required"},
		"J-18 prompt=none never adds offline_access":          {0, []string{"prompt", "none", "scope", "openid offline_access"}, "error consent_required"},
		"prompt=none when the session is too old for max_age": {time.Minute, []string{"prompt", "none", "max_age", "10"}, "error login_required"},
		"prompt=none when the session was idle for too long":  {3 * time.Hour, []string{"prompt", "none"}, "error login_required"},
		"J-08 prompt=login":                                   {0, []string{"prompt", "login"}, "login"},
		"prompt=select_account":                               {0, []string{"prompt", "select_account"}, "login"},
		"M-12 prompt=consent":                                 {0, []string{"prompt", "consent"}, "consent"},
		"M-12 wider scope":                                    {0, []string{"scope", "openid notes:read notes:write"}, "consent"},
		"M-12 same scope in another order":                    {0, []string{"scope", "notes:read openid"}, "code"},
		"J-18 offline_access is asked for":                    {0, []string{"scope", "openid offline_access"}, "consent"},
		"J-10 max_age=1 after two seconds":                    {2 * time.Second, []string{"max_age", "1"}, "login"},
		"J-10 max_age=10000 after two seconds":                {2 * time.Second, []string{"max_age", "10000"}, "code"},
		"J-10 max_age=0":                                      {0, []string{"max_age", "0"}, "login"},
		"max_age beyond any clock":                            {0, []string{"max_age", "9223372036854775807"}, "code"},
		"a session after its idle time":                       {3 * time.Hour, nil, "login"},
	} {
		t.Run(name, func(t *testing.T) {
			s := browsertest.Start(t)
			b := s.Browser(t).SignIn()
			s.Clock.Forward(tt.later)
			if got := b.Authorize(browsertest.Request("notes", tt.change...)).Outcome(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestSessionIsUsedAndEnds(t *testing.T) {
	s := browsertest.Start(t)
	b := s.Browser(t).SignIn()
	for range 7 { // use moves the idle end
		s.Clock.Forward(100 * time.Minute)
		if got := b.Authorize(browsertest.Request("notes")).Outcome(); got != "code" {
			t.Fatalf("in use: got %s, want code", got)
		}
	}
	s.Clock.Forward(time.Hour) // 12 h 40 min after sign-in
	if got := b.Authorize(browsertest.Request("notes")).Outcome(); got != "login" {
		t.Errorf("after its absolute end: got %s, want login", got)
	}
}

func TestSignInAgain(t *testing.T) {
	for name, change := range map[string][]string{
		"J-08 prompt=login":                           {"prompt", "login"},
		"J-10 max_age=1, and a user who takes longer": {"max_age", "1", "prompt", "consent"},
	} {
		t.Run(name, func(t *testing.T) {
			s := browsertest.Start(t)
			b := s.Browser(t).SignIn()
			first := idToken(t, s, b)
			s.Clock.Forward(2 * time.Second)
			b.Authorize(browsertest.Request("notes", change...)).Login("alice", "wrong")
			if got := b.Outcome(); got != "login" {
				t.Fatalf("after a wrong password: got %s, want login", got)
			}
			b.Login("alice", "wonderland")
			if b.Outcome() == "consent" {
				s.Clock.Forward(time.Minute) // not counted against max_age: the proof was given for this request
				b.Decide("allow")
			}
			second := idToken(t, s, b)
			if second["auth_time"].(float64) <= first["auth_time"].(float64) {
				t.Errorf("auth_time: got %v, want later than %v", second["auth_time"], first["auth_time"])
			}
			if second["sid"] != first["sid"] || second["sub"] != first["sub"] {
				t.Errorf("got %v, want the session of %v", second, first)
			}
		})
	}
}

func TestIDTokenHint(t *testing.T) {
	s := browsertest.Start(t)
	b := s.Browser(t).SignIn()
	hint := s.Post(t, "/token", "notes", endpointtest.Redemption(b.Code())).IDToken
	s.Clock.Forward(time.Hour) // an expired one is a hint still
	if got := b.Authorize(browsertest.Request("notes", "prompt", "none", "id_token_hint", hint)).Outcome(); got != "code" {
		t.Errorf("the user of the hint: got %s, want code", got)
	}
	other := s.Browser(t)
	other.Authorize(browsertest.Request("notes")).Login("bob", "builder").Decide("allow")
	if got := other.Authorize(browsertest.Request("notes", "prompt", "none", "id_token_hint", hint)).Outcome(); got != "error login_required" {
		t.Errorf("another user, silently: got %s, want login_required", got)
	}
	if got := other.Authorize(browsertest.Request("notes", "id_token_hint", hint)).Outcome(); got != "login" {
		t.Fatalf("another user: got %s, want login", got)
	}
	if got := other.Login("bob", "builder").Outcome(); got != "error login_required" {
		t.Errorf("another user again: got %s, want login_required", got)
	}
}

// A key is forgotten some time after its rotation, and a session may live longer. Such
// a hint can be written by anybody: it names whom the client expects, and signs nobody in.
func TestIDTokenHintWhoseKeyIsGone(t *testing.T) {
	s := browsertest.Start(t)
	b := s.Browser(t).SignIn()
	alice := endpointtest.Resigned(t, s.Post(t, "/token", "notes", endpointtest.Redemption(b.Code())).IDToken, "gone")
	bob := s.Browser(t)
	bob.Authorize(browsertest.Request("notes")).Login("bob", "builder").Decide("allow")
	for name, tt := range map[string]struct {
		browser *browsertest.Browser
		prompt  string
		want    string
	}{
		"the user of the session":                   {b, "none", "code"},
		"another user, silently":                    {bob, "none", "error login_required"},
		"another user":                              {bob, "consent", "login"},
		"it signs nobody in, silently":              {s.Browser(t), "none", "error login_required"},
		"it signs nobody in":                        {s.Browser(t), "consent", "login"},
		"it does not replace the consent of a user": {b, "consent", "consent"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tt.browser.Authorize(browsertest.Request("notes", "prompt", tt.prompt, "id_token_hint", alice)).Outcome(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// idToken gives the claims of the ID token of the code that the browser left with.
func idToken(t *testing.T, s *browsertest.Server, b *browsertest.Browser) map[string]any {
	t.Helper()
	a := s.Post(t, "/token", "notes", endpointtest.Redemption(b.Code()))
	if a.Status != http.StatusOK {
		t.Fatalf("redeem: %s (%s)", a.Body, b.Outcome())
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(a.IDToken, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}
