package conformance_test

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/trace"
	"quartet.example/shared/waittest"
)

// recorded returns the messages of a flow as their receivers recorded them, in order, once all of
// the steps are there. Each service writes independently, so a later message may arrive first.
func recorded(t *testing.T, s *rig.Stack, steps []string) []trace.Event {
	t.Helper()
	var received []trace.Event
	for deadline := time.Now().Add(waittest.Patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		events, err := trace.Recent(t.Context(), s.Redis, 1000)
		if err != nil {
			t.Fatal(err)
		}
		received = nil
		missing := slices.Clone(steps)
		for _, e := range events {
			if e.Side != trace.Receiver || e.Kind != trace.Response {
				continue
			}
			received = append(received, e)
			if i := slices.Index(missing, step(e)); i >= 0 {
				missing = slices.Delete(missing, i, i+1)
			}
		}
		if len(missing) == 0 {
			break
		}
	}
	slices.SortStableFunc(received, func(a, b trace.Event) int { return began(a).Compare(began(b)) })
	return received
}

// began returns the time at which the request arrived. The time of the event is that of the
// response.
func began(e trace.Event) time.Time { return e.Time.Add(-time.Duration(e.Duration) * time.Microsecond) }

func step(e trace.Event) string {
	path := e.URL
	if u, err := url.Parse(e.URL); err == nil {
		path = u.Path
	}
	return e.From + " → " + e.To + " " + e.Method + " " + path
}

func TestTrace(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	b := s.SignIn(t)
	b.Fetch("GET", "/api/whoami", "")
	want := []string{
		"browser → client GET /login", "browser → authserver GET /authorize", "browser → authserver GET /login", "browser → authserver POST /login",
		"browser → authserver GET /consent", "browser → authserver POST /consent", "browser → client GET /callback", "client → authserver POST /token",
		"browser → client GET /", // without the SameSite=Strict cookie; the page then asks again
		"browser → client GET /", "client → resourceserver GET /whoami",
	}
	events := recorded(t, s, want)

	t.Run("the messages of a sign-in are in order, each with its checks", func(t *testing.T) {
		var got []string
		checks := make(map[string]int)
		for _, e := range events {
			for _, c := range e.Checks {
				checks[step(e)]++
				if !c.OK {
					t.Errorf("%s: %s failed", step(e), c.ID)
				}
			}
			if slices.Contains(want, step(e)) {
				got = append(got, step(e))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("want -, got +:\n%s", diff)
		}
		for _, with := range []string{"browser → authserver GET /authorize", "browser → authserver POST /login", "browser → client GET /callback", "client → authserver POST /token", "client → resourceserver GET /whoami"} {
			if checks[with] == 0 {
				t.Errorf("%s: no check is recorded", with)
			}
		}
	})
	t.Run("the secrets of a message are masked", func(t *testing.T) {
		masked := 0
		for _, e := range events {
			for _, p := range e.Params {
				if p.Class == trace.Secret || p.Class == trace.Credential {
					masked++
					if !p.Masked || p.Value != "" {
						t.Errorf("%s: %s is shown", step(e), p.Name)
					}
				}
			}
		}
		if masked == 0 {
			t.Error("no value was masked, so nothing was tested")
		}
	})
}
