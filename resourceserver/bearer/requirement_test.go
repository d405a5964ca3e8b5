package bearer_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/oauth"
)

func TestStepUp(t *testing.T) { // RFC 9470 §3, §4
	r := start(t)
	now := r.clock.Now()
	ago := func(d time.Duration) func(*claims) {
		return func(c *claims) { c.AuthTime, c.ACR = now.Add(-d).Unix(), "1" }
	}
	for name, tt := range map[string]struct {
		need   bearer.Requirement
		token  func(*claims)
		status int
		check  string
		says   string // of the challenge
	}{
		"recent enough":               {bearer.Requirement{MaxAge: time.Minute}, ago(time.Minute), 200, "rs.auth.max_age", ""},
		"too long ago":                {bearer.Requirement{MaxAge: time.Minute}, ago(61 * time.Second), 401, "!rs.auth.max_age", `max_age="60"`},
		"does not say when":           {bearer.Requirement{MaxAge: time.Minute}, func(*claims) {}, 401, "!rs.auth.max_age", `max_age="60"`},
		"context as asked":            {bearer.Requirement{ACR: []string{"2", "1"}}, ago(0), 200, "rs.auth.acr", ""},
		"another context":             {bearer.Requirement{ACR: []string{"3", "2"}}, ago(0), 401, "!rs.auth.acr", `acr_values="3 2"`},
		"context in other case":       {bearer.Requirement{ACR: []string{"urn:A"}}, func(c *claims) { c.ACR = "urn:a" }, 401, "!rs.auth.acr", `acr_values="urn:A"`},
		"does not say how":            {bearer.Requirement{ACR: []string{"1"}}, func(*claims) {}, 401, "!rs.auth.acr", `acr_values="1"`},
		"both, and one is not met":    {bearer.Requirement{ACR: []string{"1"}, MaxAge: time.Minute}, ago(time.Hour), 401, "!rs.auth.max_age", `acr_values="1", max_age="60"`},
		"scope is asked for as well":  {bearer.Requirement{Scope: []string{"notes:write"}, ACR: []string{"2"}}, ago(0), 401, "!rs.auth.acr", `scope="notes:write"`},
		"scope is missing, first":     {bearer.Requirement{Scope: []string{"admin"}, MaxAge: time.Minute}, ago(time.Hour), 403, "!rs.scope", `scope="admin"`},
		"nothing required":            {bearer.Requirement{}, func(c *claims) { c.Scope = "" }, 200, "rs.scope", ""},
		"a sign-in that lies ahead":   {bearer.Requirement{MaxAge: time.Minute}, ago(-10 * time.Second), 200, "rs.auth.max_age", ""},
		"RFC 9700 §4.15 a user":       {bearer.Requirement{User: true}, func(*claims) {}, 200, "rs.user", ""},
		"a client for itself":         {bearer.Requirement{User: true}, func(c *claims) { c.ClientID = c.Subject }, 403, "!rs.user", `error="insufficient_scope"`},
		"a client, by its gty":        {bearer.Requirement{User: true}, func(c *claims) { c.GrantType = "client-credentials" }, 403, "!rs.user", ""},
		"a client where any may come": {bearer.Requirement{}, func(c *claims) { c.ClientID = c.Subject }, 200, "rs.scope", ""},
		"age 0 is no requirement":     {bearer.Requirement{MaxAge: 0}, func(*claims) {}, 200, "rs.scope", ""},
		"a negative age is none too":  {bearer.Requirement{MaxAge: -1}, func(*claims) {}, 200, "rs.scope", ""},
		"an empty acr matches no acr": {bearer.Requirement{ACR: []string{"x"}}, func(c *claims) { c.ACR = "" }, 401, "!rs.auth.acr", `acr_values="x"`},
	} {
		t.Run(name, func(t *testing.T) {
			r.api = r.v.Guard(tt.need)(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
			status, results, w := r.with(t, r.issuer.Token(t, now, tt.token))
			if status != tt.status || !strings.HasSuffix(ids(results), " "+tt.check) {
				t.Errorf("got %d %s, want %d at %s", status, ids(results), tt.status, tt.check)
			}
			challenge := w.Header().Get("WWW-Authenticate")
			if !strings.Contains(challenge, tt.says) || (challenge == "") != (status == 200) {
				t.Errorf("challenge: got %s, want %s in it", challenge, tt.says)
			}
			if tt.status == 401 {
				wantError(t, w, 401, oauth.InsufficientUserAuthentication)
				if !strings.HasPrefix(challenge, `Bearer realm="notes", error="insufficient_user_authentication"`) {
					t.Errorf("challenge: got %s", challenge)
				}
			}
		})
	}
}
