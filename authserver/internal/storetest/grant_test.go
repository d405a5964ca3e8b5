package storetest_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

const grace = 10 * time.Second

// saveGrant saves a grant with a refresh token and returns both.
func saveGrant(t *testing.T, s *redisstore.Store, c *storetest.Clock, change ...func(*core.Grant)) (core.Grant, string) {
	t.Helper()
	code := oauth.NewSecret()
	grant := core.Grant{
		ID: refreshtoken.GrantOfCode(code), ClientID: "notes", Subject: "alice-sub",
		Scope: oauth.Scope{"openid", "notes:read", "notes:write"}, Audience: []string{"http://api.localhost:9001"},
		SessionID: "session", AuthTime: c.Now(), CreatedAt: c.Now(), ExpiresAt: c.Now().Add(24 * time.Hour),
	}
	for _, f := range change {
		f(&grant)
	}
	token := refreshtoken.First(code)
	if err := keepGrant(t, s, c, code, grant, token); err != nil {
		t.Fatalf("keep grant: %v", err)
	}
	return grant, token
}

// keepGrant redeems the code that starts the grant.
func keepGrant(t *testing.T, s *redisstore.Store, c *storetest.Clock, code string, grant core.Grant, token string) error {
	t.Helper()
	saveCode(t, s, c, core.AuthorizationCode{GrantID: grant.ID, ClientID: grant.ClientID, Subject: grant.Subject, ExpiresAt: c.Now().Add(time.Minute)})
	return s.Redeem(t.Context(), core.Redemption{Code: code}, grant, token)
}

// rotation is a refresh by the client notes with the scope of the grant.
func rotation(token string, grace time.Duration) core.Rotation {
	return core.Rotation{Presented: token, ClientID: "notes", Grace: grace, Allowed: allowed()}
}

// allowed is the registered scope of the client.
func allowed() oauth.Scope { return oauth.Scope{"openid", "notes:read", "notes:write"} }

func wantRotate(t *testing.T, s *redisstore.Store, token string, want error) string {
	t.Helper()
	return wantRotateAs(t, s, token, "notes", nil, want)
}

func wantRotateAs(t *testing.T, s *redisstore.Store, token, clientID string, scope oauth.Scope, want error) string {
	t.Helper()
	_, next, err := s.Rotate(t.Context(), core.Rotation{Presented: token, ClientID: clientID, Scope: scope, Grace: grace, Allowed: allowed()})
	if !errors.Is(err, want) {
		t.Errorf("rotate as %s: got %v, want %v", clientID, err, want)
	}
	return next
}

// wantAlive checks by ID, by token, and in the list of the user whether the grant is active.
func wantAlive(t *testing.T, s *redisstore.Store, grant core.Grant, token string, want bool) {
	t.Helper()
	_, byID := s.GrantByID(t.Context(), grant.ID)
	_, _, byToken := s.FindGrant(t.Context(), token)
	all, err := s.GrantsOf(t.Context(), grant.Subject)
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]bool{"by id": byID == nil, "by token": byToken == nil, "of the user": len(all) == 1} {
		if got != want {
			t.Errorf("%s: got alive %t, want %t", name, got, want)
		}
	}
}

func TestGrants(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock){
		"E-01 a refresh token is replaced, and the grant is returned": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			want, first := saveGrant(t, s, c)
			got, second, err := s.Rotate(t.Context(), rotation(first, grace))
			if err != nil || cmp.Diff(want, got) != "" {
				t.Fatalf("got %v, %v; want %v", got, err, want)
			}
			if second == first {
				t.Error("the successor is the same token")
			}
			wantRotate(t, s, second, nil)
		},
		"the record keeps every field": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			want, first := saveGrant(t, s, c, func(g *core.Grant) {
				g.ACR, g.AMR, g.Nonce, g.Offline = "1", []string{"pwd"}, "<\u2028\"\x00é>", true
				g.Claims = core.ClaimsRequest{UserInfo: []string{"email"}, IDToken: []string{"name"}}
				g.AuthTime = c.Now().Add(-time.Nanosecond).In(time.FixedZone("", 3600))
				g.KeyThumbprint, g.Idle = "key", time.Hour+time.Nanosecond
				g.ExchangedFrom, g.ExchangedAt = []string{"jti"}, []string{"http://api.localhost:9001"}
				g.Actor = &oauth.Actor{Subject: "web", Actor: &oauth.Actor{Subject: "tv"}}
			})
			r := rotation(first, grace)
			r.KeyThumbprint = "key"
			got, _, err := s.Rotate(t.Context(), r)
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
		},
		"the same token within the grace gets the same successor": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			_, first := saveGrant(t, s, c)
			second := wantRotate(t, s, first, nil)
			c.Forward(grace - time.Millisecond)
			if retry := wantRotate(t, s, first, nil); retry != second {
				t.Error("another successor")
			}
			wantRotate(t, s, second, nil)
		},
		"E-01 a rotated token after the grace ends the family": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			grant, first := saveGrant(t, s, c)
			second := wantRotate(t, s, first, nil)
			c.Forward(grace)
			wantRotate(t, s, first, core.ErrRefreshReused)
			wantRotate(t, s, second, core.ErrNotFound)
			wantRevoked(t, s, "jti", grant.ID, true)
		},
		"a token two rotations old ends the family, grace or not": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			_, first := saveGrant(t, s, c)
			third := wantRotate(t, s, wantRotate(t, s, first, nil), nil)
			wantRotate(t, s, first, core.ErrRefreshReused)
			wantRotate(t, s, third, core.ErrNotFound)
		},
		"without a grace the second use ends the family": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			_, first := saveGrant(t, s, c)
			wantRotate(t, s, first, nil)
			if _, _, err := s.Rotate(t.Context(), rotation(first, 0)); !errors.Is(err, core.ErrRefreshReused) {
				t.Errorf("got %v, want %v", err, core.ErrRefreshReused)
			}
		},
		"E-03 another client changes nothing": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			_, first := saveGrant(t, s, c)
			second := wantRotate(t, s, first, nil)
			c.Forward(grace)
			wantRotateAs(t, s, first, "web-post", nil, core.ErrOtherClient)
			wantRotateAs(t, s, second, "web-post", nil, core.ErrOtherClient)
			wantRotate(t, s, second, nil)
		},
		"E-05 a wider scope changes nothing": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			_, first := saveGrant(t, s, c)
			for _, wide := range []oauth.Scope{{"admin"}, {"notes:read", "admin"}, {"notes"}, {"notes:rea."}} {
				wantRotateAs(t, s, first, "notes", wide, core.ErrScopeWidened)
			}
			wantRotateAs(t, s, first, "notes", oauth.Scope{"notes:read"}, nil)
		},
		"the lifetime is absolute": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			_, token := saveGrant(t, s, c)
			for range 23 {
				c.Forward(time.Hour)
				token = wantRotate(t, s, token, nil)
			}
			c.Forward(time.Hour)
			wantRotate(t, s, token, core.ErrNotFound)
		},
		"E-12 a text without the form of a refresh token is not found": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			for _, token := range []string{"", "x", "\x00", oauth.NewSecret(), refreshtoken.First("elsewhere")} {
				wantRotate(t, s, token, core.ErrNotFound)
			}
		},
		"a grant without a refresh token has none": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code := oauth.NewSecret()
			grant := core.Grant{ID: refreshtoken.GrantOfCode(code), ClientID: "notes", ExpiresAt: c.Now().Add(time.Hour)}
			if err := keepGrant(t, s, c, code, grant, ""); err != nil {
				t.Fatal(err)
			}
			wantRotate(t, s, refreshtoken.First(code), core.ErrNotFound)
		},
		"a grant is found by its tokens, current or not": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			want, first := saveGrant(t, s, c)
			second := wantRotate(t, s, first, nil)
			for token, wantCurrent := range map[string]bool{first: false, second: true} {
				got, current, err := s.FindGrant(t.Context(), token)
				if err != nil || current != wantCurrent || cmp.Diff(want, got) != "" {
					t.Errorf("got %v, %v, %v; want %v, %v", got, current, err, want, wantCurrent)
				}
			}
			c.Forward(24 * time.Hour)
			if _, _, err := s.FindGrant(t.Context(), second); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("expired: got %v, want %v", err, core.ErrNotFound)
			}
		},
		"a refresh changes nothing if the client has lost all scopes of the grant": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			_, first := saveGrant(t, s, c)
			for name, left := range map[string]oauth.Scope{"nothing at all": nil, "only what was not granted": {"notes", "read", "admin"}} {
				r := rotation(first, grace)
				r.Allowed = left
				if _, _, err := s.Rotate(t.Context(), r); !errors.Is(err, core.ErrScopeLost) {
					t.Errorf("%s: got %v, want %v", name, err, core.ErrScopeLost)
				}
			}
			r := rotation(first, grace)
			r.Allowed = oauth.Scope{"admin", "notes:write"}
			if _, _, err := s.Rotate(t.Context(), r); err != nil {
				t.Errorf("one scope is left: got %v", err)
			}
		},
		"OIDC Core §11 a grant that is idle for too long ends, and each refresh restarts the idle time": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			const idle = 2 * time.Hour
			grant, token := saveGrant(t, s, c, func(g *core.Grant) { g.Idle = idle })
			for range 3 {
				c.Forward(idle - time.Millisecond)
				token = wantRotate(t, s, token, nil)
			}
			c.Forward(idle - time.Millisecond)
			wantAlive(t, s, grant, token, true)
			c.Forward(time.Millisecond)
			wantAlive(t, s, grant, token, false)
			wantRotate(t, s, token, core.ErrNotFound)
		},
		"within the grace a refresh does not restart the idle time": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			_, first := saveGrant(t, s, c, func(g *core.Grant) { g.Idle = grace })
			second := wantRotate(t, s, first, nil)
			c.Forward(grace - time.Millisecond)
			wantRotate(t, s, first, nil)
			c.Forward(time.Millisecond)
			wantRotate(t, s, second, core.ErrNotFound)
		},
		"a grant without an idle limit stays valid for its whole lifetime": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			grant, token := saveGrant(t, s, c)
			c.Forward(24*time.Hour - time.Millisecond)
			wantAlive(t, s, grant, token, true)
			wantRotate(t, s, token, nil)
		},
		"O-03 50 refreshes of one token give one successor": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			_, first := saveGrant(t, s, c)
			var mu sync.Mutex
			successors := map[string]int{}
			race(50, func() {
				_, next, err := s.Rotate(t.Context(), rotation(first, grace))
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Errorf("rotate: %v", err)
				}
				successors[next]++
			})
			if len(successors) != 1 {
				t.Errorf("got %d successors, want 1", len(successors))
			}
		},
		"O-03 without a grace one of 50 wins and the family ends": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			_, first := saveGrant(t, s, c)
			var mu sync.Mutex
			var won []string
			race(50, func() {
				if _, next, err := s.Rotate(t.Context(), rotation(first, 0)); err == nil {
					mu.Lock()
					defer mu.Unlock()
					won = append(won, next)
				}
			})
			if len(won) != 1 {
				t.Fatalf("got %d winners, want 1", len(won))
			}
			wantRotate(t, s, won[0], core.ErrNotFound)
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, test) })
	}
}
