package revocationlatency

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/labs/lab"
	"quartet.example/demo/stack"
	"quartet.example/resourceserver"
	"quartet.example/shared/waittest"
)

// way is a way in which an API, or the client before it, learns that access has ended: a row of the table.
type way struct {
	row   string
	set   func(*stack.Settings)
	limit func(*stack.Settings) time.Duration // 0: as soon as the message about it has arrived
	start func(*lab.Scene) (try func() (int, error), err error)
}

func ways() []way {
	none := func(s *stack.Settings) { s.Resourceserver.Revocation = resourceserver.RevocationNone }
	untilExp := func(s *stack.Settings) time.Duration {
		return s.Authserver.AccessTokenTTL + s.Resourceserver.ClockSkew
	}
	introspection := func(s *stack.Settings) { s.Resourceserver.Revocation = resourceserver.RevocationIntrospection }
	cache := func(s *stack.Settings) time.Duration { return s.Resourceserver.IntrospectionCache }
	atOnce := func(*stack.Settings) time.Duration { return 0 }
	return []way{
		{"JWT verified locally, lifetime of 5 minutes", none, untilExp, withToken},
		{"JWT verified locally, lifetime of 1 minute", func(s *stack.Settings) {
			none(s)
			s.Authserver.AccessTokenTTL = time.Minute
		}, untilExp, withToken},
		{"introspection, answers cached", introspection, cache, withToken},
		{"introspection, no cache", func(s *stack.Settings) {
			introspection(s)
			s.Resourceserver.IntrospectionCache = 0
		}, cache, withToken},
		{"feed of revoked tokens", func(s *stack.Settings) { s.Resourceserver.Revocation = resourceserver.RevocationFeed }, atOnce, withToken},
		{"session of a backend-for-frontend client", none, atOnce, withSession}, // its API learns nothing, so only the session can end
	}
}

// TestSecondsUntilRefused checks each row of the table in the README: the token is accepted until the limit
// that the settings give, and refused from then on. The clock of the scene is moved.
func TestSecondsUntilRefused(t *testing.T) {
	for _, w := range ways() {
		t.Run(w.row, func(t *testing.T) {
			t.Parallel()
			measured := lab.Lab{ID: "12", Configure: func(_ *lab.Scene, s *stack.Settings) error { w.set(s); return nil }}
			r, err := lab.Run(t.Context(), &measured, &lab.Attack{Run: func(s *lab.Scene) error { return w.measure(t, s) }}, lab.Reference, lab.Options{})
			if err := errors.Join(err, r.Ended); err != nil {
				t.Error(err)
			}
		})
	}
}

func (w way) measure(t *testing.T, s *lab.Scene) error {
	limit := w.limit(s.Stack.Settings)
	if row := fmt.Sprintf("| %s | %d |", w.row, int(limit.Seconds())); !strings.Contains(readme, row) {
		t.Errorf("the table in the README has no row %q", row)
	}
	try, err := w.start(s)
	if err != nil {
		return err
	}
	began := s.Now() // a cached answer and the token are not older
	if status, err := try(); status != http.StatusOK || err != nil {
		t.Errorf("before the sign-out: got %d and %v", status, err)
	}
	if err := signOut(s); err != nil {
		return err
	}
	if limit == 0 {
		waittest.Until(t, "refused", func() bool { return isRefused(t, try) })
		return nil
	}
	s.Pass(limit - margin)
	if refused := isRefused(t, try); refused && s.Now().Sub(began) < limit {
		t.Errorf("refused more than %s before the limit", margin)
	}
	s.Pass(margin + time.Second) // exp has whole seconds
	if !isRefused(t, try) {
		t.Error("accepted after the limit")
	}
	return nil
}

// margin is how long before the limit a token must still be accepted. A slower machine checks less.
const margin = 3 * time.Second

func isRefused(t *testing.T, try func() (int, error)) bool {
	t.Helper()
	status, err := try()
	if err != nil || status != http.StatusOK && status != http.StatusUnauthorized {
		t.Fatalf("got %d and %v", status, err)
	}
	return status == http.StatusUnauthorized
}

// withToken returns a call of the API with the access token of an app.
func withToken(s *lab.Scene) (func() (int, error), error) {
	tokens, err := s.SignInTo(s.Native, s.Victim, nil)
	return func() (int, error) {
		resp, err := s.ReadNotes(tokens.AccessToken)
		if _, refused := errors.AsType[*lab.Refusal](err); refused {
			err = nil
		}
		return resp.Status, err
	}, err
}

// withSession returns a call of the client with the cookie of its session.
func withSession(s *lab.Scene) (func() (int, error), error) {
	err := s.Victim.SignIn(s.Client + "/login")
	return func() (int, error) {
		resp, err := s.Victim.Call(http.MethodGet, s.Client+"/api/notes", "")
		return resp.Status, err
	}, err
}
