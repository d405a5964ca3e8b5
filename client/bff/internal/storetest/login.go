package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/client/bff/internal/core"
)

func saved(t *testing.T, s Store, clock *Clock) core.PendingLogin {
	t.Helper()
	p := core.NewPendingLogin("http://issuer.example", "/notes", clock.Now().Add(10*time.Minute).UTC())
	if err := s.SaveLogin(t.Context(), "state", "binding", p); err != nil {
		t.Fatal(err)
	}
	return p
}

func loginOnce(t *testing.T, s Store, clock *Clock) {
	want := saved(t, s, clock)
	clock.Move(10*time.Minute - time.Second) // within its time
	got, err := s.RedeemLogin(t.Context(), "state", "binding")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := s.RedeemLogin(t.Context(), "state", "binding"); !errors.Is(err, core.ErrLoginUsed) {
		t.Errorf("second time: got %v, want %v", err, core.ErrLoginUsed)
	}
}

func loginBinding(t *testing.T, s Store, clock *Clock) {
	saved(t, s, clock)
	for name, pair := range map[string][2]string{
		"other browser": {"state", "other"}, "other state": {"other", "binding"}, "no binding": {"state", ""},
	} {
		if _, err := s.RedeemLogin(t.Context(), pair[0], pair[1]); !errors.Is(err, core.ErrNotFound) {
			t.Errorf("%s: got %v, want %v", name, err, core.ErrNotFound)
		}
	}
	if _, err := s.RedeemLogin(t.Context(), "state", "binding"); err != nil {
		t.Errorf("the right browser afterwards: got %v, want the login", err)
	}
}

func loginRace(t *testing.T, s Store, clock *Clock) {
	saved(t, s, clock)
	won := race(func() error {
		_, err := s.RedeemLogin(t.Context(), "state", "binding")
		return err
	})
	if won != 1 {
		t.Errorf("got %d winners, want 1", won)
	}
}
