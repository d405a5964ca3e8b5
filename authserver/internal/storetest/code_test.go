package storetest_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

func codeFor(clock *storetest.Clock, code string) core.AuthorizationCode {
	return core.AuthorizationCode{
		GrantID: refreshtoken.GrantOfCode(code), ClientID: "notes", Subject: "alice-sub",
		RedirectURI: "http://app.localhost:8080/callback", Scope: oauth.Scope{"openid", "notes:read"},
		Audience: []string{"http://api.localhost:9001"}, CodeChallenge: "c", Nonce: "n", SessionID: "s",
		AuthTime: clock.Now(), IssuedAt: clock.Now(), ExpiresAt: clock.Now().Add(time.Minute),
	}
}

func TestCodes(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock){
		"a code is redeemed as it was saved": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code := oauth.NewSecret()
			want := codeFor(c, code)
			saveCode(t, s, c, want)
			got, err := redeem(t, s, c, code, "notes")
			if err != nil || cmp.Diff(want, got) != "" {
				t.Errorf("got %v, %v; want %v", got, err, want)
			}
		},
		"D-01 a second redemption is a replay and returns the code": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code := oauth.NewSecret()
			saveCode(t, s, c, codeFor(c, code))
			wantRedeem(t, s, c, code, "notes", nil)
			got := wantRedeem(t, s, c, code, "notes", core.ErrCodeReplayed)
			if want := refreshtoken.GrantOfCode(code); got.GrantID != want {
				t.Errorf("grant of the replay: got %q, want %q", got.GrantID, want)
			}
		},
		"D-03 another client does not consume the code": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code := oauth.NewSecret()
			saveCode(t, s, c, codeFor(c, code))
			wantRedeem(t, s, c, code, "web-post", core.ErrOtherClient)
			wantRedeem(t, s, c, code, "notes", nil)
		},
		"D-06 a code is not found after it has expired": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code := oauth.NewSecret()
			saveCode(t, s, c, codeFor(c, code))
			c.Forward(time.Minute)
			wantRedeem(t, s, c, code, "notes", core.ErrNotFound)
		},
		"an unknown code is not found": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			wantRedeem(t, s, c, oauth.NewSecret(), "notes", core.ErrNotFound)
		},
		"O-01 of 50 redemptions one wins": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code := oauth.NewSecret()
			saveCode(t, s, c, codeFor(c, code))
			var won, replayed atomic.Int64
			race(50, func() {
				switch _, err := redeem(t, s, c, code, "notes"); {
				case err == nil:
					won.Add(1)
				case errors.Is(err, core.ErrCodeReplayed):
					replayed.Add(1)
				}
			})
			if won.Load() != 1 || replayed.Load() != 49 {
				t.Errorf("got %d winners and %d replays, want 1 and 49", won.Load(), replayed.Load())
			}
		},
		"O-01 of 50 that found the code unused one redeems it, with one refresh token": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code := oauth.NewSecret()
			saveCode(t, s, c, codeFor(c, code))
			issued, err := s.FindCode(t.Context(), core.Redemption{Code: code}, "notes")
			if err != nil {
				t.Fatal(err)
			}
			var won, replayed atomic.Int64
			var token atomic.Value
			race(50, func() {
				first := refreshtoken.First(code)
				switch err := s.Redeem(t.Context(), core.Redemption{Code: code, Issued: issued}, grantFrom(c, issued), first); {
				case err == nil:
					won.Add(1)
					token.Store(first)
				case errors.Is(err, core.ErrCodeReplayed):
					replayed.Add(1)
				}
			})
			if won.Load() != 1 || replayed.Load() != 49 {
				t.Fatalf("got %d winners and %d replays, want 1 and 49", won.Load(), replayed.Load())
			}
			if _, current, err := s.FindGrant(t.Context(), token.Load().(string)); err != nil || !current {
				t.Errorf("the refresh token of the winner: got %t, %v", current, err)
			}
		},
		"finding a code changes nothing": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code := oauth.NewSecret()
			saveCode(t, s, c, codeFor(c, code))
			for range 20 {
				if _, err := s.FindCode(t.Context(), core.Redemption{Code: code}, "notes"); err != nil {
					t.Fatal(err)
				}
			}
			wantRedeem(t, s, c, code, "notes", nil)
		},
		"D-14 the tenth wrong verifier ends a code, the ninth does not": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			for misses, want := range map[int]error{9: nil, 10: core.ErrNotFound} {
				code := oauth.NewSecret()
				saveCode(t, s, c, codeFor(c, code))
				for range misses {
					if err := s.MissCode(t.Context(), code); err != nil {
						t.Fatal(err)
					}
				}
				wantRedeem(t, s, c, code, "notes", want)
			}
		},
		"a wrong verifier for a code that is gone leaves nothing behind": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			code := oauth.NewSecret()
			if err := s.MissCode(t.Context(), code); err != nil {
				t.Fatal(err)
			}
			wantRedeem(t, s, c, code, "notes", core.ErrNotFound)
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, test) })
	}
}

func saveCode(t *testing.T, s *redisstore.Store, c *storetest.Clock, issued core.AuthorizationCode) {
	t.Helper()
	if err := s.SaveCode(t.Context(), &issued, storetest.Use(t, s, c, issued.Subject)); err != nil {
		t.Fatalf("save code: %v", err)
	}
}

// redeem finds the code and redeems it.
func redeem(t *testing.T, s *redisstore.Store, c *storetest.Clock, code, clientID string) (core.AuthorizationCode, error) {
	issued, err := s.FindCode(t.Context(), core.Redemption{Code: code}, clientID)
	if err != nil {
		return issued, err
	}
	return issued, s.Redeem(t.Context(), core.Redemption{Code: code, Issued: issued}, grantFrom(c, issued), refreshtoken.First(code))
}

// grantFrom returns the grant that the code starts.
func grantFrom(c *storetest.Clock, issued core.AuthorizationCode) core.Grant {
	return core.Grant{
		ID: issued.GrantID, ClientID: issued.ClientID, Subject: issued.Subject, Scope: issued.Scope, Audience: issued.Audience,
		SessionID: issued.SessionID, CreatedAt: c.Now(), ExpiresAt: c.Now().Add(time.Hour),
	}
}

func wantRedeem(t *testing.T, s *redisstore.Store, c *storetest.Clock, code, clientID string, want error) core.AuthorizationCode {
	t.Helper()
	got, err := redeem(t, s, c, code, clientID)
	if !errors.Is(err, want) {
		t.Errorf("redeem as %s: got %v, want %v", clientID, err, want)
	}
	return got
}

// race starts n calls at the same time and waits for all of them.
func race(n int, call func()) {
	start, done := make(chan struct{}), sync.WaitGroup{}
	for range n {
		done.Go(func() {
			<-start
			call()
		})
	}
	close(start)
	done.Wait()
}
