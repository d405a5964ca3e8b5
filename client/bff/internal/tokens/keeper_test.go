package tokens_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/redistest"
)

// L-19: 50 calls at two replicas, one refresh.
func TestOneRefreshOverReplicas(t *testing.T) {
	inTime(t, func(t *testing.T, rdb redis.UniversalClient) {
		as := &server{answer: takes(2 * time.Second)}
		replicas := []*replica{newReplica(t, rdb, as, time.Now), newReplica(t, rdb, as, time.Now)}
		s := replicas[0].session(t, -time.Second)
		var all sync.WaitGroup
		for i := range 50 {
			all.Go(func() {
				got, err := replicas[i%2].Fresh(t.Context(), s)
				if want := "access after " + s.Tokens.RefreshToken; err != nil || got.Tokens.AccessToken != want {
					t.Errorf("call %d: got %q and %v, want the new token", i, got.Tokens.AccessToken, err)
				}
			})
		}
		all.Wait()
		if n := as.asked(); n != 1 {
			t.Errorf("the server was asked %d times, want once", n)
		}
	})
}

// L-19: a replica that dies in the middle leaves its lock behind, and perhaps an answer
// that nobody stored: the same refresh token is shown again, soon enough to be
// forgiven.
func TestHolderOfTheLockDied(t *testing.T) {
	inTime(t, func(t *testing.T, rdb redis.UniversalClient) {
		as := &server{answer: answers}
		r := newReplica(t, rdb, as, time.Now)
		s := r.session(t, -time.Second)
		as.shown = append(as.shown, s.Tokens.RefreshToken) // by the one that died
		rdb.Set(t.Context(), lockOf(s), "the one that died", 3*time.Second)
		began, forgiven := time.Now(), 10*time.Second
		for {
			got, err := r.Fresh(t.Context(), s)
			if err == nil {
				if want := "next after " + s.Tokens.RefreshToken; got.Tokens.RefreshToken != want || got.Version == s.Version {
					t.Errorf("got %q, version %q; want %q and another version", got.Tokens.RefreshToken, got.Version, want)
				}
				break
			}
			wantUnavailable(t, err)
			time.Sleep(time.Second)
		}
		if took := time.Since(began); took > forgiven-5*time.Second || as.asked() != 2 {
			t.Errorf("asked %d times, again after %s; want twice, well within %s", as.asked(), took, forgiven)
		}
	})
}

// L-19: the lock goes to another replica while the server thinks: both ask with the
// same refresh token, get the same successor, and one of them stores it.
func TestLockLostInTheMiddle(t *testing.T) {
	inTime(t, func(t *testing.T, rdb redis.UniversalClient) {
		as := &server{answer: takes(2500 * time.Millisecond)}
		one, other := newReplica(t, rdb, as, time.Now), newReplica(t, rdb, as, time.Now)
		s := one.session(t, -time.Second)
		var all sync.WaitGroup
		for i, r := range []*replica{one, other} {
			all.Go(func() {
				time.Sleep(time.Duration(i) * 200 * time.Millisecond)
				if i == 1 {
					rdb.Del(t.Context(), lockOf(s))
				}
				got, err := r.Renew(t.Context(), s)
				if err != nil || got.Tokens.RefreshToken != "next after "+s.Tokens.RefreshToken {
					t.Errorf("replica %d: got %q and %v, want the successor", i, got.Tokens.RefreshToken, err)
				}
			})
		}
		all.Wait()
		if got := one.load(t, s.ID); got.Tokens.RefreshToken != "next after "+s.Tokens.RefreshToken || as.asked() != 2 {
			t.Errorf("got %q after %d refreshes, want the successor after 2", got.Tokens.RefreshToken, as.asked())
		}
	})
}

// L-19: the lock is renewed for as long as the work takes.
func TestLockIsHeldWhileTheServerThinks(t *testing.T) {
	inTime(t, func(t *testing.T, rdb redis.UniversalClient) {
		as := &server{answer: takes(8 * time.Second)}
		one, other := newReplica(t, rdb, as, time.Now), newReplica(t, rdb, as, time.Now)
		s := one.session(t, -time.Second)
		_, err := one.Renew(t.Context(), s) // gives up; the work goes on
		wantUnavailable(t, err)
		_, err = other.Renew(t.Context(), s)
		wantUnavailable(t, err)
		one.Wait(t.Context())
		other.Wait(t.Context())
		if got := one.load(t, s.ID); got.Tokens.RefreshToken != "next after "+s.Tokens.RefreshToken || as.asked() != 1 {
			t.Errorf("got %q after %d refreshes, want the successor after 1", got.Tokens.RefreshToken, as.asked())
		}
	})
}

// L-19: a caller who leaves does not take the refresh along: its answer may hold the
// only copy of the next refresh token.
func TestCallerLeaves(t *testing.T) {
	inTime(t, func(t *testing.T, rdb redis.UniversalClient) {
		as := &server{answer: takes(time.Second)}
		r := newReplica(t, rdb, as, time.Now)
		s := r.session(t, -time.Second)
		ctx, leave := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer leave()
		if _, err := r.Fresh(ctx, s); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the caller's own end", err)
		}
		r.Wait(t.Context())
		if got := r.load(t, s.ID); got.Tokens.RefreshToken != "next after "+s.Tokens.RefreshToken {
			t.Errorf("stored: got %q, want the successor", got.Tokens.RefreshToken)
		}
	})
}

// L-19: redis goes away between the question and the answer: the new tokens are kept
// until it is back, and nobody asks a second time.
func TestStoreAwayWhenTheAnswerComes(t *testing.T) {
	mini, rdb := redistest.Server(t)
	as := &server{}
	r := newReplica(t, rdb, as, time.Now)
	s := r.session(t, -time.Second)
	as.answer = func(context.Context, core.Session) error { mini.Close(); return nil }
	answered := make(chan error, 1)
	go func() { _, err := r.Renew(t.Context(), s); answered <- err }()
	for as.asked() == 0 {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(300 * time.Millisecond)
	if err := mini.Restart(); err != nil {
		t.Fatal(err)
	}
	<-answered // with the tokens, or with "come back": it depends on how long it took
	r.Wait(t.Context())
	if got := r.load(t, s.ID); got.Tokens.RefreshToken != "next after "+s.Tokens.RefreshToken || as.asked() != 1 {
		t.Errorf("got %q after %d refreshes, want the successor after one", got.Tokens.RefreshToken, as.asked())
	}
}

// L-19: invalid_grant is the end of the session, and of no other.
func TestGrantIsDead(t *testing.T) {
	inTime(t, func(t *testing.T, rdb redis.UniversalClient) {
		as := &server{answer: func(context.Context, core.Session) error { return core.ErrGrantEnded }}
		r := newReplica(t, rdb, as, time.Now)
		dead, alive := r.session(t, -time.Second), r.session(t, time.Minute)
		if _, err := r.Fresh(t.Context(), dead); !errors.Is(err, core.ErrSessionEnded) {
			t.Errorf("got %v, want %v", err, core.ErrSessionEnded)
		}
		if _, err := r.store.LoadSession(t.Context(), dead.ID); !errors.Is(err, core.ErrNotFound) {
			t.Errorf("load: got %v, want %v", err, core.ErrNotFound)
		}
		r.load(t, alive.ID)
	})
}

// L-19: who signs out during a refresh stays signed out, and the new token goes back.
func TestSignedOutMeanwhile(t *testing.T) {
	inTime(t, func(t *testing.T, rdb redis.UniversalClient) {
		as := &server{}
		r := newReplica(t, rdb, as, time.Now)
		s := r.session(t, -time.Second)
		as.answer = func(ctx context.Context, s core.Session) error { return r.store.DeleteSession(ctx, s.ID) }
		if _, err := r.Fresh(t.Context(), s); !errors.Is(err, core.ErrSessionEnded) {
			t.Errorf("got %v, want %v", err, core.ErrSessionEnded)
		}
		if len(as.revoked) != 1 || as.revoked[0] != "next after "+s.Tokens.RefreshToken {
			t.Errorf("revoked: got %q, want the new refresh token", as.revoked)
		}
	})
}
