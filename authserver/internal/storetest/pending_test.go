package storetest_test

import (
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

func TestPendingGrants(t *testing.T) {
	allow := func(t *testing.T, s *redisstore.Store, c *storetest.Clock, sub, client string) string {
		t.Helper()
		gid := oauth.NewSecret()
		err := s.SaveCode(t.Context(), &core.AuthorizationCode{
			GrantID: gid, ClientID: client, Subject: sub, IssuedAt: c.Now(), ExpiresAt: c.Now().Add(time.Minute),
		}, storetest.Use(t, s, c, sub))
		if err != nil {
			t.Fatal(err)
		}
		return gid
	}
	t.Run("of one client or of all clients, and of no other user", func(t *testing.T) {
		storetest.Run(t, func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			notes, shop, bobs := allow(t, s, c, "alice", "notes"), allow(t, s, c, "alice", "shop"), allow(t, s, c, "bob", "notes")
			want := func(gid string, revoked bool) {
				t.Helper()
				if got, err := s.Revoked(t.Context(), "", gid); err != nil || got != revoked {
					t.Errorf("got %t, %v, want %t", got, err, revoked)
				}
			}
			for _, step := range []struct {
				client      string
				notes, shop bool
			}{{"other", false, false}, {"notes", true, false}, {"", true, true}} {
				if err := s.RevokePending(t.Context(), "alice", step.client); err != nil {
					t.Fatal(err)
				}
				want(notes, step.notes)
				want(shop, step.shop)
				want(bobs, false)
			}
		})
	})
	t.Run("an expired code is not revoked", func(t *testing.T) {
		storetest.Run(t, func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			gid := allow(t, s, c, "alice", "notes")
			c.Forward(time.Minute)
			if err := s.RevokePending(t.Context(), "alice", ""); err != nil {
				t.Fatal(err)
			}
			if got, _ := s.Revoked(t.Context(), "", gid); got {
				t.Error("its grant was revoked")
			}
		})
	})
}
