package audienceinjection_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	audienceinjection "quartet.example/demo/labs/16-audience-injection"
	"quartet.example/demo/labs/lab"
)

// TestNotStopped requires that PKCE, state, iss and a callback for each issuer do not stop these attacks, as the
// README says.
func TestNotStopped(t *testing.T) {
	for i := range audienceinjection.Lab.Attacks {
		a := &audienceinjection.Lab.Attacks[i]
		for _, check := range []string{"as.pkce.required", "client.state.bound", "client.iss.match", "client.callback.own"} {
			t.Run(a.Slug+" "+check, func(t *testing.T) {
				r, err := lab.Run(t.Context(), &audienceinjection.Lab, a, lab.With(check), lab.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if !r.Leaked {
					t.Errorf("the attack did not succeed: %v %v", r.Ended, r.Refusals)
				}
			})
		}
	}
}

// TestAudience requires that the app signs for what the README says.
func TestAudience(t *testing.T) {
	for name, tt := range map[string]struct {
		attack int
		target lab.Target
		want   func(*lab.Scene) string
	}{
		"the careless app: the honest token endpoint":  {0, lab.Careless, func(s *lab.Scene) string { return s.Issuer + "/token" }},
		"the careless app: the honest issuer":          {1, lab.Careless, func(s *lab.Scene) string { return s.Issuer }},
		"the app that checks the endpoints: Mallory's": {0, lab.With("client.discovery.endpoints"), func(s *lab.Scene) string { return s.Evil.URL + "/token" }},
		"the reference: Mallory's issuer":              {0, lab.Reference, func(s *lab.Scene) string { return s.Evil.URL }},
	} {
		t.Run(name, func(t *testing.T) {
			a, got, want := audienceinjection.Lab.Attacks[tt.attack], "", ""
			run := a.Run
			a.Run = func(s *lab.Scene) error {
				err := run(s)
				got, want = audienceOf(t, s.Evil.Received("client_assertion")), tt.want(s)
				return err
			}
			if _, err := lab.Run(t.Context(), &audienceinjection.Lab, &a, tt.target, lab.Options{}); err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("got aud %q, want %q", got, want)
			}
		})
	}
}

func audienceOf(t *testing.T, assertion string) string {
	t.Helper()
	parts := strings.Split(assertion, ".")
	if len(parts) != 3 {
		t.Fatalf("the app sent no assertion to Mallory, but %q", assertion)
	}
	var claims struct {
		Audience string `json:"aud"`
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err == nil {
		err = json.Unmarshal(raw, &claims)
	}
	if err != nil {
		t.Fatal(err)
	}
	return claims.Audience
}
