package storetest_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

func transactionFor(clock *storetest.Clock) core.Transaction {
	age := int64(60)
	return core.Transaction{
		Request: core.AuthorizationRequest{
			ClientID: "notes", RedirectURI: "http://app.localhost:8080/callback", ResponseMode: "query", Scope: oauth.Scope{"openid"},
			State: "s", CodeChallenge: "c", Nonce: "n", Prompt: []string{"login"}, MaxAge: &age, LoginHint: "alice", HintSubject: "alice-sub",
		},
		BrowserHash: oauth.Hash("b"), ExpiresAt: clock.Now().Add(10 * time.Minute),
	}
}

func TestTransactions(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock){
		"a transaction is found as it was saved, repeatedly": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			handle, want := saveTransaction(t, s, c)
			for range 2 {
				got, err := s.FindTransaction(t.Context(), handle)
				if err != nil || cmp.Diff(want, got) != "" {
					t.Errorf("got %v, %v; want %v", got, err, want)
				}
			}
		},
		"it is not found after it has expired": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			handle, want := saveTransaction(t, s, c)
			c.At(want.ExpiresAt)
			_, found := s.FindTransaction(t.Context(), handle)
			_, taken := s.TakeTransaction(t.Context(), handle)
			if !errors.Is(found, core.ErrNotFound) || !errors.Is(taken, core.ErrNotFound) {
				t.Errorf("got %v and %v, want %v", found, taken, core.ErrNotFound)
			}
		},
		"an update is seen": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			handle, tx := saveTransaction(t, s, c)
			tx.SessionID, tx.SignedInAt = "sid", c.Now()
			if err := s.UpdateTransaction(t.Context(), handle, tx); err != nil {
				t.Fatal(err)
			}
			if got, err := s.TakeTransaction(t.Context(), handle); err != nil || cmp.Diff(tx, got) != "" {
				t.Errorf("got %v, %v; want %v", got, err, tx)
			}
		},
		"A-16 an update does not restore a taken transaction": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			handle, tx := saveTransaction(t, s, c)
			if _, err := s.TakeTransaction(t.Context(), handle); err != nil {
				t.Fatal(err)
			}
			if err := s.UpdateTransaction(t.Context(), handle, tx); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("update: got %v, want %v", err, core.ErrNotFound)
			}
			if _, err := s.FindTransaction(t.Context(), handle); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("find: got %v, want %v", err, core.ErrNotFound)
			}
		},
		"of 50 takers one gets it": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			handle, _ := saveTransaction(t, s, c)
			var won, lost atomic.Int64
			race(50, func() {
				switch _, err := s.TakeTransaction(t.Context(), handle); {
				case err == nil:
					won.Add(1)
				case errors.Is(err, core.ErrNotFound):
					lost.Add(1)
				}
			})
			if won.Load() != 1 || lost.Load() != 49 {
				t.Errorf("got %d winners and %d losers, want 1 and 49", won.Load(), lost.Load())
			}
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, test) })
	}
}

func saveTransaction(t *testing.T, s *redisstore.Store, c *storetest.Clock) (string, core.Transaction) {
	t.Helper()
	handle, tx := oauth.NewSecret(), transactionFor(c)
	if err := s.SaveTransaction(t.Context(), handle, tx); err != nil {
		t.Fatalf("save transaction: %v", err)
	}
	return handle, tx
}

func TestLogouts(t *testing.T) {
	storetest.Run(t, func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
		handle, want := oauth.NewSecret(), core.Logout{ClientID: "notes", SessionID: "sid", ExpiresAt: c.Now().Add(time.Minute)}
		if err := s.SaveLogout(t.Context(), handle, want); err != nil {
			t.Fatal(err)
		}
		if got, err := s.FindLogout(t.Context(), handle); err != nil || cmp.Diff(want, got) != "" {
			t.Errorf("got %v, %v; want %v", got, err, want)
		}
		if _, err := s.TakeTransaction(t.Context(), handle); !errors.Is(err, core.ErrNotFound) {
			t.Errorf("a sign-out taken for an authorization request: got %v, want %v", err, core.ErrNotFound)
		}
		var won atomic.Int64
		race(50, func() {
			if _, err := s.TakeLogout(t.Context(), handle); err == nil {
				won.Add(1)
			}
		})
		if won.Load() != 1 {
			t.Errorf("of 50 takers %d got it, want 1", won.Load())
		}
	})
}
