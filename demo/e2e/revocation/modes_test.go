package revocation_test

import (
	"net/http"
	"testing"
	"time"

	"quartet.example/demo/e2e/rig"
	"quartet.example/demo/stack"
	"quartet.example/resourceserver"
	"quartet.example/shared/waittest"
)

// These tests check the limits in docs/revocation.md, for each mode and each way to revoke a
// token.
func TestFeedRefusesWithinASecond(t *testing.T) {
	t.Parallel()
	s := in(t, resourceserver.RevocationFeed)
	for _, path := range paths() {
		t.Run(path.name, func(t *testing.T) {
			v, other := visit(t, s, online), service(t, s)
			if got := v.api(t); got != http.StatusOK {
				t.Fatalf("before: got %d", got)
			}
			path.take(t, v)
			v.untilRefused(t)
			if got := get(t, s.API+"/whoami", other); got != http.StatusOK {
				t.Errorf("the token of somebody else: got %d", got)
			}
		})
	}
}

func TestIntrospectionRefusesWithinTheTimeOfItsMemory(t *testing.T) {
	t.Parallel()
	s := in(t, resourceserver.RevocationIntrospection)
	for _, path := range paths() {
		t.Run(path.name, func(t *testing.T) {
			v := visit(t, s, online)
			if got := v.api(t); got != http.StatusOK {
				t.Fatalf("before: got %d", got)
			}
			path.take(t, v)
			s.Clock.Forward(s.Settings.Resourceserver.IntrospectionCache)
			if got := v.api(t); got != http.StatusUnauthorized {
				t.Errorf("got %d, want 401", got)
			}
		})
	}
}

func TestSignedIntrospection(t *testing.T) {
	t.Parallel()
	s := in(t, resourceserver.RevocationIntrospection, signed)
	v := visit(t, s, online)
	if got := v.api(t); got != http.StatusOK {
		t.Fatalf("RFC 9701 before: got %d", got)
	}
	revoke(t, v, v.tokens.AccessToken)
	s.Clock.Forward(s.Settings.Resourceserver.IntrospectionCache)
	if got := v.api(t); got != http.StatusUnauthorized {
		t.Errorf("RFC 9701 after: got %d, want 401", got)
	}
}

func TestIntrospectionRefusesWithoutTheAuthorizationServer(t *testing.T) {
	t.Parallel()
	s := in(t, resourceserver.RevocationIntrospection)
	v := visit(t, s, online)
	if got := v.api(t); got != http.StatusOK {
		t.Fatalf("before: got %d", got)
	}
	s.Gate.Down()
	if got := v.api(t); got != http.StatusOK {
		t.Errorf("O-15 remembered: got %d, want 200", got)
	}
	s.Clock.Forward(s.Settings.Resourceserver.IntrospectionCache)
	if got := v.api(t); got != http.StatusServiceUnavailable {
		t.Errorf("O-15 not remembered any more: got %d, want 503", got)
	}
	s.Gate.Up()
	waittest.Until(t, "answered again", func() bool { return v.api(t) == http.StatusOK })
}

func TestNoneAcceptsUntilTheTokenExpires(t *testing.T) {
	t.Parallel()
	s := in(t, resourceserver.RevocationNone)
	v := visit(t, s, online)
	revoke(t, v, v.tokens.AccessToken)
	s.Clock.Forward(s.Settings.Authserver.AccessTokenTTL - time.Second)
	if got := v.api(t); got != http.StatusOK {
		t.Errorf("H-06 before exp: got %d: then this mode is better than documented", got)
	}
	s.Clock.Forward(time.Second + s.Settings.Resourceserver.ClockSkew)
	if got := v.api(t); got != http.StatusUnauthorized {
		t.Errorf("H-06 after exp: got %d, want 401", got)
	}
}

// K-07: offline_access survives a sign-out (OIDC Core §11). Such a grant ends at /account and at
// /revoke.
func TestOfflineAccessSurvivesSignOut(t *testing.T) {
	t.Parallel()
	s := in(t, resourceserver.RevocationFeed)
	away, here := visit(t, s, offline), visit(t, s, online)
	for _, v := range []*visitor{away, here} {
		v.Open(s.Issuer+"/logout").Press("decision", "sign-out")
	}
	here.untilRefused(t)
	if _, status := here.refresh(t, here.tokens.RefreshToken); status != http.StatusBadRequest {
		t.Errorf("K-07 without offline_access: refresh got %d, want 400", status)
	}
	if got := away.api(t); got != http.StatusOK {
		t.Errorf("K-07 with offline_access: got %d, want 200", got)
	}
	next, status := away.refresh(t, away.tokens.RefreshToken)
	if status != http.StatusOK {
		t.Fatalf("K-07 with offline_access: refresh got %d, want 200", status)
	}
	revoke(t, away, next.RefreshToken)
	away.untilRefused(t)
}

// An API can require a recent sign-in, also if it introspects the token.
func TestIntrospectionTellsOfTheSignIn(t *testing.T) {
	t.Parallel()
	s := in(t, resourceserver.RevocationIntrospection, rig.With(func(s *stack.Settings) { s.Resourceserver.DeleteMaxAge = time.Minute }))
	v := visit(t, s, online)
	remove := func() int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, s.API+"/notes/x", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+v.tokens.AccessToken)
		return send(t, r, nil)
	}
	if got := remove(); got != http.StatusNotFound {
		t.Errorf("RFC 9470 §6.2 signed in just now: got %d, want 404: there is no such note", got)
	}
	s.Clock.Forward(2 * time.Minute)
	if got := remove(); got != http.StatusUnauthorized {
		t.Errorf("RFC 9470 §6.2 signed in two minutes ago: got %d, want 401", got)
	}
}
