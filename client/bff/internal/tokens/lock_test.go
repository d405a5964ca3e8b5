package tokens_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/tokens"
)

// L-19: a refresh belongs to all who wait for it. The first caller may leave while it
// waits for the lock; the others still get the new token.
func TestFirstCallerLeavesAtTheLock(t *testing.T) {
	inTime(t, func(t *testing.T, rdb redis.UniversalClient) {
		as := &server{answer: answers}
		r := newReplica(t, rdb, as, time.Now)
		s := r.session(t, -time.Second)
		rdb.Set(t.Context(), lockOf(s), "another", time.Second)
		var all sync.WaitGroup
		all.Go(func() {
			ctx, leave := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer leave()
			if _, err := r.Renew(ctx, s); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the first caller: got %v, want %v", err, context.DeadlineExceeded)
			}
		})
		time.Sleep(50 * time.Millisecond)
		if got, err := r.Renew(t.Context(), s); err != nil || got.Version == s.Version {
			t.Errorf("the second caller: got %q and %v, want the new token", got.Tokens.AccessToken, err)
		}
		all.Wait()
	})
}

// lostLock is a lock that is lost as soon as the session was read again.
type lostLock struct {
	tokens.Sessions
	lose context.CancelFunc
}

func (l *lostLock) WithLock(ctx context.Context, _ string, work func(context.Context) error) error {
	ctx, l.lose = context.WithCancel(ctx)
	return work(ctx)
}

func (l *lostLock) LoadSession(ctx context.Context, id string) (core.Session, error) {
	s, err := l.Sessions.LoadSession(ctx, id)
	l.lose()
	return s, err
}

// After its lock is lost nothing is begun: another process may be refreshing, and two
// refreshes with one token look like reuse to the server. The session is kept.
func TestLostLockBeginsNothing(t *testing.T) {
	for name, unsettled := range map[string]bool{"through the circuit": false, "past it, after an answer was lost": true} {
		t.Run(name, func(t *testing.T) {
			inTime(t, func(t *testing.T, rdb redis.UniversalClient) {
				as := &server{answer: away}
				r := newReplica(t, rdb, as, time.Now)
				s := r.session(t, -time.Second)
				if unsettled {
					_, err := r.Renew(t.Context(), s)
					wantUnavailable(t, err)
					time.Sleep(2 * time.Second)
				}
				as.become(answers)
				before := as.asked()
				lock := &lostLock{Sessions: r.store}
				r.Locks, r.Sessions = lock, lock
				_, err := r.Renew(t.Context(), s)
				wantUnavailable(t, err)
				if n := as.asked() - before; n != 0 {
					t.Errorf("the server was asked %d times, want never", n)
				}
				r.load(t, s.ID)
			})
		})
	}
}

// Without a refresh token the session lasts as long as its access token, and there is
// nothing to give back.
func TestNoRefreshToken(t *testing.T) {
	inTime(t, func(t *testing.T, rdb redis.UniversalClient) {
		as := &server{answer: answers}
		r := newReplica(t, rdb, as, time.Now)
		s := r.session(t, 10*time.Second)
		s.Tokens.RefreshToken = ""
		if _, err := r.Fresh(t.Context(), s); err != nil {
			t.Errorf("within the margin: got %v, want the session", err)
		}
		time.Sleep(10 * time.Second)
		if _, err := r.Fresh(t.Context(), s); !errors.Is(err, core.ErrSessionEnded) {
			t.Errorf("afterwards: got %v, want %v", err, core.ErrSessionEnded)
		}
		r.GiveBack(t.Context(), s)
		if len(as.revoked) != 0 || as.asked() != 0 {
			t.Errorf("got revoked %q and %d refreshes, want none", as.revoked, as.asked())
		}
	})
}
