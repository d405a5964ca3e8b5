package storetest

import (
	"errors"
	"testing"
	"time"

	"quartet.example/client/bff/internal/core"
)

func logoutTokenRace(t *testing.T, s Store, clock *Clock) {
	token := core.LogoutToken{Issuer: issuer, ID: "jti"}
	won := race(func() error {
		first, err := s.UseLogoutToken(t.Context(), token, clock.Now().Add(time.Minute))
		if err == nil && !first {
			return errors.New("used before")
		}
		return err
	})
	if won != 1 {
		t.Errorf("got %d first uses, want 1", won)
	}
}

func logoutTokenUsed(t *testing.T, s Store, clock *Clock) {
	token := core.LogoutToken{Issuer: issuer, ID: "jti"}
	other := core.LogoutToken{Issuer: "http://other.example", ID: "jti"}
	if _, err := s.UseLogoutToken(t.Context(), token, clock.Now().Add(10*time.Minute)); err != nil {
		t.Fatal(err)
	}
	clock.Move(10*time.Minute - time.Second) // within its time
	for name, tt := range map[string]struct {
		token core.LogoutToken
		want  bool
	}{"the same": {token, true}, "same jti of another issuer": {other, false}} {
		if got, err := s.LogoutTokenUsed(t.Context(), tt.token); got != tt.want || err != nil {
			t.Errorf("%s: got used %t and %v, want %t", name, got, err, tt.want)
		}
	}
}
