package storetest_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

func TestConsents(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock){
		"M-12 a consent belongs to one user and one client": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			saveConsent(t, s, c, "openid", "notes:read")
			want := core.Consent{Subject: "alice-sub", ClientID: "notes", Scope: oauth.Scope{"openid", "notes:read"}, GrantedAt: c.Now()}
			if got, err := s.FindConsent(t.Context(), "alice-sub", "notes"); err != nil || cmp.Diff(want, got) != "" {
				t.Errorf("got %v, %v; want %v", got, err, want)
			}
			for _, other := range [][2]string{{"bob-sub", "notes"}, {"alice-sub", "web-post"}} {
				if _, err := s.FindConsent(t.Context(), other[0], other[1]); !errors.Is(err, core.ErrNotFound) {
					t.Errorf("%v: got %v, want %v", other, err, core.ErrNotFound)
				}
			}
		},
		"a new consent keeps the scopes of earlier ones": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			saveConsent(t, s, c, "openid", "notes:read")
			saveConsent(t, s, c, "openid", "notes:write")
			wantConsent(t, s, "openid", "notes:read", "notes:write")
		},
		"an expired scope does not come back with a later consent": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			saveConsent(t, s, c, "notes:write")
			c.Forward(time.Hour)
			if _, err := s.FindConsent(t.Context(), "alice-sub", "notes"); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("after its time: got %v, want %v", err, core.ErrNotFound)
			}
			saveConsent(t, s, c, "openid")
			wantConsent(t, s, "openid")
		},
		"a new consent does not lengthen an older one": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			saveConsent(t, s, c, "openid", "notes:write")
			c.Forward(40 * time.Minute)
			saveConsent(t, s, c, "openid", "notes:read")
			wantConsent(t, s, "openid", "notes:write", "notes:read")
			c.Forward(40 * time.Minute)
			wantConsent(t, s, "openid", "notes:read")
		},
		"a consent can be revoked": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			saveConsent(t, s, c, "openid")
			if err := s.RevokeConsent(t.Context(), "alice-sub", "notes"); err != nil {
				t.Fatal(err)
			}
			if _, err := s.FindConsent(t.Context(), "alice-sub", "notes"); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("got %v, want %v", err, core.ErrNotFound)
			}
		},
		"of 50 consents at once none is lost": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			var n atomic.Int64
			race(50, func() { saveConsent(t, s, c, fmt.Sprint("scope-", n.Add(1))) })
			if got, err := s.FindConsent(t.Context(), "alice-sub", "notes"); err != nil || len(got.Scope) != 50 {
				t.Errorf("got %d scopes, %v; want 50", len(got.Scope), err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, test) })
	}
}

func saveConsent(t *testing.T, s *redisstore.Store, c *storetest.Clock, scope ...string) {
	t.Helper()
	err := s.SaveConsent(t.Context(), core.Consent{Subject: "alice-sub", ClientID: "notes", Scope: scope, GrantedAt: c.Now()}, time.Hour)
	if err != nil {
		t.Errorf("save consent: %v", err)
	}
}

func wantConsent(t *testing.T, s *redisstore.Store, want ...string) {
	t.Helper()
	got, err := s.FindConsent(t.Context(), "alice-sub", "notes")
	if err != nil || cmp.Diff(oauth.Scope(want), got.Scope) != "" {
		t.Errorf("got %v, %v; want %v", got.Scope, err, want)
	}
}
