package storetest_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

// If several callers end a session at two servers, only one of them gets the ended session, so that
// each client gets one logout token. The session contains every client that joined before.
func TestEndSessionHasOneWinner(t *testing.T) {
	rdb, clock := storetest.Redis(t)
	servers := []*redisstore.Store{redisstore.New(rdb, clock.Now), redisstore.New(rdb, clock.Now)}
	for round := range 20 {
		handle, want := saveSession(t, servers[0], clock)
		var mu sync.Mutex
		var won []core.Session
		var joined []string
		var all sync.WaitGroup
		for i := range 50 {
			server, id := servers[i%2], fmt.Sprintf("client-%d", i)
			all.Go(func() {
				if server.TouchSession(t.Context(), handle, want.IdleUntil, id) == nil {
					mu.Lock()
					joined = append(joined, id)
					mu.Unlock()
				}
				ended, err := server.EndSession(t.Context(), handle)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				} else if ended.ID != "" {
					won = append(won, ended)
				}
			})
		}
		all.Wait()
		if len(won) != 1 || won[0].ID != want.ID {
			t.Fatalf("round %d: %d were told, want 1", round, len(won))
		}
		for _, id := range joined {
			if !slices.Contains(won[0].Clients, id) {
				t.Errorf("round %d: %s joined, and is not among those to be told", round, id)
			}
		}
	}
}

func TestConsentsOf(t *testing.T) {
	storetest.Run(t, func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
		first := core.Consent{Subject: "alice-sub", ClientID: "notes", Scope: oauth.Scope{"openid"}, GrantedAt: c.Now()}
		second := core.Consent{Subject: "alice-sub", ClientID: "web-post", Scope: oauth.Scope{"openid", "notes:read"}, GrantedAt: c.Now().Add(time.Second)}
		for consent, ttl := range map[*core.Consent]time.Duration{
			&first: time.Hour, &second: 2 * time.Hour, {Subject: "bob-sub", ClientID: "notes", GrantedAt: c.Now()}: time.Hour,
		} {
			if err := s.SaveConsent(t.Context(), *consent, ttl); err != nil {
				t.Fatal(err)
			}
		}
		want := func(rule string, want ...core.Consent) {
			t.Helper()
			if got, err := s.ConsentsOf(t.Context(), "alice-sub"); err != nil || cmp.Diff(want, got) != "" {
				t.Errorf("%s: %v, %s", rule, err, cmp.Diff(want, got))
			}
		}
		want("newest first, of one user", second, first)
		c.Forward(90 * time.Minute)
		want("an expired consent is not listed", second)
		if err := s.RevokeConsent(t.Context(), "alice-sub", "web-post"); err != nil {
			t.Fatal(err)
		}
		want("a revoked consent is not listed")
	})
}
