package storetest_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
)

// told returns the revocations in the feed after the position.
func told(t *testing.T, s *redisstore.Store, after string) []core.Revocation {
	t.Helper()
	found, more, err := s.Revocations(t.Context(), after, 1000)
	if err != nil || more {
		t.Fatalf("revocations: %v, more %v", err, more)
	}
	return found
}

// names returns what the revocations are about, without repetitions.
func names(all []core.Revocation) string {
	var found []string
	for _, r := range all {
		if name := r.TokenID + r.GrantID; !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	return strings.Join(found, " ")
}

func TestFeed(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock){
		"H-06 a token is in the feed until it has expired at every server": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			exp := c.Now().Add(5 * time.Minute)
			if err := s.RevokeToken(t.Context(), "jti", []string{"https://one.example", "https://two.example"}, exp); err != nil {
				t.Fatal(err)
			}
			got := told(t, s, "")
			if len(got) != 1 || got[0].TokenID != "jti" || got[0].GrantID != "" || len(got[0].Audience) != 2 || !got[0].At.Equal(c.Now()) || got[0].Until.Before(exp.Add(time.Minute)) {
				t.Errorf("got %+v", got)
			}
		},
		"H-05 a grant is in the feed until its last token has expired": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			revokeGrant(t, s, "gid")
			got := told(t, s, "")
			if len(got) != 1 || got[0].GrantID != "gid" || got[0].TokenID != "" || got[0].Until.Before(c.Now().Add(time.Hour+time.Minute)) {
				t.Errorf("got %+v", got)
			}
		},
		"the event contains the audience of a grant, or none if it is not known yet": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			grant, _ := saveGrant(t, s, c)
			revokeGrant(t, s, grant.ID)
			revokeGrant(t, s, "coming")
			got := told(t, s, "")
			if len(got) != 2 || !slices.Equal(got[0].Audience, grant.Audience) || len(grant.Audience) == 0 || len(got[1].Audience) != 0 {
				t.Errorf("got %+v", got)
			}
		},
		"K-07 revoking a session adds its grants except the offline ones, and adds them again if repeated": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			one, _ := saveGrant(t, s, c)
			saveGrant(t, s, c, func(g *core.Grant) { g.Offline = true })
			for range 2 { // a second call, as after a failure
				before := told(t, s, "")
				if err := s.RevokeSession(t.Context(), "alice-sub", "session"); err != nil {
					t.Fatal(err)
				}
				if got := told(t, s, ""); names(got) != one.ID || len(got) != len(before)+1 {
					t.Errorf("got %+v", got)
				}
				c.Forward(10 * time.Second)
			}
		},
		"a repeated revocation is added to the feed only once in a while": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			for range 50 {
				revokeGrant(t, s, "gid")
				if err := s.RevokeToken(t.Context(), "gid", nil, c.Now().Add(time.Hour)); err != nil { // a token ID may be equal to a grant ID
					t.Fatal(err)
				}
			}
			if got := told(t, s, ""); len(got) != 2 {
				t.Errorf("got %d, want 2", len(got))
			}
			c.Forward(10 * time.Second)
			revokeGrant(t, s, "gid")
			if got := told(t, s, ""); len(got) != 3 {
				t.Errorf("later: got %d, want 3", len(got))
			}
		},
		"E-08 a reused refresh token adds its grant": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			grant, first := saveGrant(t, s, c)
			wantRotate(t, s, wantRotate(t, s, first, nil), nil)
			wantRotate(t, s, first, core.ErrRefreshReused)
			if got := names(told(t, s, "")); got != grant.ID {
				t.Errorf("got %q, want %q", got, grant.ID)
			}
			wantRotate(t, s, first, core.ErrNotFound) // and no further event is added
		},
		"a position returns the later revocations": func(t *testing.T, s *redisstore.Store, _ *storetest.Clock) {
			for _, gid := range []string{"a", "b", "c"} {
				revokeGrant(t, s, gid)
			}
			first, more, err := s.Revocations(t.Context(), "", 2)
			if err != nil || !more || names(first) != "a b" {
				t.Fatalf("got %+v, more %v, %v", first, more, err)
			}
			if got := names(told(t, s, first[1].Position)); got != "c" {
				t.Errorf("got %q, want c", got)
			}
			last := told(t, s, "")[2].Position
			if got := told(t, s, last); len(got) != 0 {
				t.Errorf("after the last: got %+v", got)
			}
		},
		"a revocation is removed when no token can be valid any more": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			for i := range 40 {
				revokeGrant(t, s, fmt.Sprint("old-", i))
			}
			c.Forward(2 * time.Hour)
			for i := range 3 {
				revokeGrant(t, s, fmt.Sprint("new-", i))
			}
			if got := names(told(t, s, "")); got != "new-0 new-1 new-2" {
				t.Errorf("got %q", got)
			}
		},
		"a revocation ends the wait for it": func(t *testing.T, s *redisstore.Store, _ *storetest.Clock) {
			revokeGrant(t, s, "before")
			before := told(t, s, "")[0].Position
			woken := make(chan string)
			go func() {
				last, err := s.AwaitRevocation(t.Context(), before, 10*time.Second)
				if err != nil {
					t.Error(err)
				}
				woken <- last
			}()
			revokeGrant(t, s, "after")
			if got, want := <-woken, told(t, s, before)[0].Position; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		},
		"without a revocation the wait ends after the patience": func(t *testing.T, s *redisstore.Store, _ *storetest.Clock) {
			if last, err := s.AwaitRevocation(t.Context(), "", time.Millisecond); err != nil || last != "0-0" {
				t.Errorf("got %q, %v", last, err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, test) })
	}
}

// 50 revocations at two replicas are all in the feed, each with its own position.
func TestFeedLosesNothing(t *testing.T) {
	storetest.Run(t, func(t *testing.T, s *redisstore.Store, _ *storetest.Clock) {
		var all sync.WaitGroup
		for i := range 50 {
			all.Go(func() {
				if err := s.RevokeGrant(t.Context(), fmt.Sprint("gid-", i)); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		got := told(t, s, "")
		places := map[string]bool{}
		for _, r := range got {
			places[r.Position] = true
		}
		if len(got) != 50 || len(places) != 50 {
			t.Errorf("got %d at %d places, want 50", len(got), len(places))
		}
	})
}

// A server stopped after the script found the reuse and before the event was added to the feed. The
// next use of the token must add the event.
func TestFeedAfterAnInterruptedReuse(t *testing.T) {
	rdb, clock := storetest.Redis(t)
	s := redisstore.New(rdb, clock.Now)
	grant, first := saveGrant(t, s, clock)
	if err := rdb.HSet(t.Context(), "grant:{"+grant.ID+"}", "revoked", "1", "untold", "1").Err(); err != nil {
		t.Fatal(err)
	}
	wantRotateAs(t, s, first, "web-post", nil, core.ErrNotFound)
	wantRotate(t, s, first, core.ErrRefreshReused)
	if got := names(told(t, s, "")); got != grant.ID {
		t.Errorf("got %q, want %q", got, grant.ID)
	}
	wantRotate(t, s, first, core.ErrNotFound)
}

// noFeed makes commands to the cluster node of the feed fail while away is set. Commands to other
// nodes succeed.
type noFeed struct{ away *bool }

var errAway = errors.New("the node is away")

func (noFeed) DialHook(next redis.DialHook) redis.DialHook          { return next }
func (noFeed) ProcessHook(next redis.ProcessHook) redis.ProcessHook { return next }

func (h noFeed) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		reached := slices.DeleteFunc(slices.Clone(cmds), func(cmd redis.Cmder) bool {
			lost := *h.away && strings.Contains(fmt.Sprint(cmd.Args()...), "{feed}")
			if lost {
				cmd.SetErr(errAway)
			}
			return lost
		})
		if len(reached) == 0 {
			return errAway
		}
		if err := next(ctx, reached); err != nil || len(reached) == len(cmds) {
			return err
		}
		return errAway
	}
}

// If adding to the feed fails, the whole revocation can be repeated, whichever node of a cluster
// failed.
func TestFailedRevocationCanBeRepeated(t *testing.T) {
	for name, tt := range map[string]struct {
		revoke func(*testing.T, *redisstore.Store, string) error
		want   error
	}{
		"by its client": {func(t *testing.T, s *redisstore.Store, token string) error {
			grant, _, err := s.FindGrant(t.Context(), token)
			if err != nil {
				return err
			}
			return s.RevokeGrant(t.Context(), grant.ID)
		}, nil},
		"by reuse": {func(t *testing.T, s *redisstore.Store, token string) error {
			_, _, err := s.Rotate(t.Context(), rotation(token, 0))
			return err
		}, core.ErrRefreshReused},
	} {
		t.Run(name, func(t *testing.T) {
			rdb, clock := storetest.Redis(t)
			away := false
			rdb.AddHook(noFeed{&away})
			s := redisstore.New(rdb, clock.Now)
			grant, first := saveGrant(t, s, clock)
			wantRotate(t, s, first, nil)
			away = true
			if err := tt.revoke(t, s, first); !errors.Is(err, errAway) {
				t.Fatalf("while the feed is away: got %v", err)
			}
			away = false
			if err := tt.revoke(t, s, first); !errors.Is(err, tt.want) {
				t.Errorf("again: got %v, want %v", err, tt.want)
			}
			wantRevoked(t, s, "jti", grant.ID, true)
			if got := names(told(t, s, "")); got != grant.ID {
				t.Errorf("told %q, want %q", got, grant.ID)
			}
		})
	}
}
