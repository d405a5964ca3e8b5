package apicheck_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/mirror/apicheck"
	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/jose"
)

// An API that only looks whether there is a token has no defence but those that it cannot lack. So each
// attack is noticed when it succeeds.
func TestEachAttackIsNoticedWhenItSucceeds(t *testing.T) {
	cannotLack := map[string]string{
		"api.key.urls": "it requests no URL", "api.token.long": "it parses nothing", "api.location.case": "it accepts every scheme",
		"api.jwks.storm": "it fetches no keys", "api.jwks.huge": "it fetches no keys", "api.jwks.outage": "it fetches no keys",
		"api.jwks.rotation": "it accepts every key", "api.jwks.unreadable": "it accepts every key",
		"api.location.query": "the token is not in the header", "api.claims.case": "it refuses nothing to compare with", "api.claims.duplicate": "it refuses nothing to compare with",
		"api.response.status": "it refuses nothing", "api.response.error": "it refuses nothing", "api.response.scope": "it refuses nothing", "api.response.crash": "it refuses nothing",
		"api.response.echo": "it refuses nothing", "api.response.challenge": "it has a challenge",
	}
	for name, dpop := range map[string]bool{"bearer tokens": false, "DPoP": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, text := check(t, trusting, func(o *apicheck.Options) { o.DPoP, o.Method = dpop, http.MethodPost })
			missing := strings.Fields(failed(r))
			for _, d := range apicheck.Defences() {
				lacks := slices.Contains(missing, strings.TrimPrefix(d.ID, "api."))
				if strings.HasPrefix(d.ID, "api.dpop.") && !dpop {
					continue
				}
				if why := cannotLack[d.ID]; lacks == (why != "") {
					t.Errorf("%s: reported as missing: %t. %s\n%s", d.ID, lacks, why, text)
				}
			}
		})
	}
}

// trusting accepts every request with an Authorization header, and one with a token in a form.
func trusting(*testing.T, string, string, *clock) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" && r.PostFormValue("access_token") == "" {
			w.Header().Set("WWW-Authenticate", "Bearer, DPoP")
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
}

// Faults of the code in front of a correct validation are found one by one.
func TestFaultsInFrontOfTheValidationAreFound(t *testing.T) {
	for name, tt := range map[string]struct {
		fault func(w http.ResponseWriter, r *http.Request) (done bool)
		want  string
	}{
		"any scheme": {func(_ http.ResponseWriter, r *http.Request) bool {
			if _, token, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok {
				r.Header["Authorization"] = []string{"Bearer " + token}
			}
			return false
		}, "location.scheme location.twice"},
		"the scheme in one case only": {func(w http.ResponseWriter, r *http.Request) bool {
			if field := r.Header.Get("Authorization"); field == "" || strings.HasPrefix(field, "Bearer ") {
				return false
			}
			w.WriteHeader(http.StatusUnauthorized)
			return true
		}, "location.case"},
		"the second word is the token": {func(_ http.ResponseWriter, r *http.Request) bool {
			if words := strings.Fields(r.Header.Get("Authorization")); len(words) > 1 && len(r.Header["Authorization"]) == 1 {
				r.Header.Set("Authorization", words[0]+" "+words[1])
			}
			return false
		}, "token.malformed"},
		"a crash": {func(w http.ResponseWriter, r *http.Request) bool {
			if field := r.Header.Get("Authorization"); field == "" || strings.Count(field, ".") == 2 {
				return false
			}
			w.WriteHeader(http.StatusInternalServerError)
			return true
		}, "response.crash"},
		"a request for jku": {func(_ http.ResponseWriter, r *http.Request) bool {
			raw := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
			if address := jku(raw); address != "" {
				if resp, err := http.Get(address); err == nil {
					_ = resp.Body.Close()
				}
			}
			return false
		}, "key.urls"},
		"no challenge": {func(w http.ResponseWriter, r *http.Request) bool {
			if r.Header.Get("Authorization") != "" {
				return false
			}
			w.WriteHeader(http.StatusUnauthorized)
			return true
		}, "response.challenge"},
		"an error without a token": {func(w http.ResponseWriter, r *http.Request) bool {
			if r.Header.Get("Authorization") != "" {
				return false
			}
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			w.WriteHeader(http.StatusUnauthorized)
			return true
		}, "response.error"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, text := check(t, func(t *testing.T, issuer, own string, clock *clock) http.Handler {
				api := ourLibrary(t, issuer, own, clock)
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if !tt.fault(w, r) {
						api.ServeHTTP(w, r)
					}
				})
			})
			if got := failed(r); got != tt.want {
				t.Errorf("got %q, want %q\n%s", got, tt.want, text)
			}
		})
	}
}

// jku returns the jku of a token, "" if there is none.
func jku(raw string) string {
	header, _, _ := strings.Cut(raw, ".")
	var members struct {
		JKU string `json:"jku"`
	}
	_ = jose.Peek("e30."+header+".", 1<<20, &members)
	return members.JKU
}

// A DPoP implementation that remembers no proofs.
func TestReplayIsFound(t *testing.T) {
	r, text := check(t, func(t *testing.T, issuer, own string, clock *clock) http.Handler {
		guard, err := bearer.New(bearer.Config{Issuer: issuer, Resource: audience, Now: clock.Now, DPoP: &bearer.DPoP{Required: true, URL: own, Replay: forgetful{}}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = guard.Close() })
		return guard.Guard(bearer.Requirement{Scope: []string{scope}, User: true})(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	}, withDPoP)
	if got := failed(r); got != "dpop.replay" {
		t.Errorf("got %q\n%s", got, text)
	}
}

type forgetful struct{}

func (forgetful) Use(context.Context, string, time.Time) (bool, error) { return true, nil }
