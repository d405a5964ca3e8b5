package storetest_test

import (
	"errors"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

func wantRevoked(t *testing.T, s *redisstore.Store, jti, gid string, want bool) {
	t.Helper()
	got, err := s.Revoked(t.Context(), jti, gid)
	if err != nil || got != want {
		t.Errorf("revoked %q of grant %q: got %v, %v; want %v", jti, gid, got, err, want)
	}
}

func revokeGrant(t *testing.T, s *redisstore.Store, gid string) {
	t.Helper()
	if err := s.RevokeGrant(t.Context(), gid); err != nil {
		t.Fatalf("revoke grant: %v", err)
	}
}

func TestRevocations(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock){
		"H-05 a revoked grant has no refresh token and no access token": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			grant, token := saveGrant(t, s, c)
			wantRevoked(t, s, "jti", grant.ID, false)
			revokeGrant(t, s, grant.ID)
			wantRevoked(t, s, "jti", grant.ID, true)
			wantRotate(t, s, token, core.ErrNotFound)
			if _, _, err := s.FindGrant(t.Context(), token); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("find: got %v, want %v", err, core.ErrNotFound)
			}
		},
		"a code whose grant was revoked is refused, and the grant stays revoked": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code := oauth.NewSecret()
			gid := refreshtoken.GrantOfCode(code)
			revokeGrant(t, s, gid)
			grant := core.Grant{ID: gid, ClientID: "notes", ExpiresAt: c.Now().Add(time.Hour)}
			if err := keepGrant(t, s, c, code, grant, refreshtoken.First(code)); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("redeem: got %v, want %v", err, core.ErrNotFound)
			}
			wantRevoked(t, s, "jti", gid, true)
			wantRotate(t, s, refreshtoken.First(code), core.ErrNotFound)
		},
		"H-06 one access token is revoked until it expires": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			if err := s.RevokeToken(t.Context(), "one", nil, c.Now().Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
			if err := s.RevokeToken(t.Context(), "expired", nil, c.Now()); err != nil {
				t.Fatal(err)
			}
			wantRevoked(t, s, "one", "", true)
			wantRevoked(t, s, "two", "", false)
			wantRevoked(t, s, "expired", "", false)
		},
		"revoking a session revokes its grants except the offline ones": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			one, _ := saveGrant(t, s, c)
			two, _ := saveGrant(t, s, c)
			offline, _ := saveGrant(t, s, c, func(g *core.Grant) { g.Offline = true })
			other, _ := saveGrant(t, s, c, func(g *core.Grant) { g.SessionID = "another" })
			if err := s.RevokeSession(t.Context(), "alice-sub", "session"); err != nil {
				t.Fatal(err)
			}
			for gid, want := range map[string]bool{one.ID: true, two.ID: true, offline.ID: false, other.ID: false} {
				wantRevoked(t, s, "jti", gid, want)
			}
		},
		"a code redeemed after its session ended gives nothing": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			if err := s.RevokeSession(t.Context(), "alice-sub", "session"); err != nil {
				t.Fatal(err)
			}
			code := oauth.NewSecret()
			grant := core.Grant{ID: refreshtoken.GrantOfCode(code), ClientID: "notes", Subject: "alice-sub", SessionID: "session", ExpiresAt: c.Now().Add(time.Hour)}
			if err := keepGrant(t, s, c, code, grant, refreshtoken.First(code)); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("redeem: got %v, want %v", err, core.ErrNotFound)
			}
			wantRevoked(t, s, "jti", grant.ID, true)
			wantRotate(t, s, refreshtoken.First(code), core.ErrNotFound)
		},
		"a session may end twice": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			for range 2 {
				if err := s.RevokeSession(t.Context(), "alice-sub", "session"); err != nil {
					t.Fatal(err)
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, test) })
	}
}
