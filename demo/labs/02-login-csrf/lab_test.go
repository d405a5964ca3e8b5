package logincsrf_test

import (
	"slices"
	"strings"
	"testing"

	logincsrf "quartet.example/demo/labs/02-login-csrf"
	"quartet.example/demo/labs/lab"
	"quartet.example/shared/trace"
)

// TestHowFar tests what the README says about the three defences: which message each refuses, and whether
// the client had sent the code of the attacker to the token endpoint by then.
func TestHowFar(t *testing.T) {
	attack := &logincsrf.Lab.Attacks[0]
	for check, want := range map[string]struct {
		refusal  string
		redeemed bool
	}{
		"client.state.bound": {"naive-client refused GET /callback with 400 invalid_request: client.state.bound", false},
		"as.pkce.verifier":   {"authserver refused POST /token with 400 invalid_grant: as.pkce.verifier", true},
		"client.nonce.match": {"naive-client refused GET /callback with 403 access_denied: client.nonce.match", true},
	} {
		t.Run(check, func(t *testing.T) {
			r, err := lab.Run(t.Context(), &logincsrf.Lab, attack, lab.With(check), lab.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Refusals) != 1 || r.Refusals[0].String() != want.refusal {
				t.Errorf("got %v, want %q alone", r.Refusals, want.refusal)
			}
			if got := redeemed(r); got != want.redeemed {
				t.Errorf("token request: got %t, want %t", got, want.redeemed)
			}
		})
	}
}

// redeemed reports whether a code was sent to the token endpoint before the refusal.
func redeemed(r lab.Result) bool {
	refused := slices.IndexFunc(r.Events, func(e trace.Event) bool { return len(failed(e)) > 0 })
	return slices.ContainsFunc(r.Events[:refused+1], func(e trace.Event) bool {
		return e.Method == "POST" && strings.HasSuffix(e.URL, "/token")
	})
}

func failed(e trace.Event) (ids []string) {
	for _, c := range e.Checks {
		if !c.OK {
			ids = append(ids, c.ID)
		}
	}
	return ids
}
