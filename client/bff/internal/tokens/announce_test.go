package tokens_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/patience"
)

// While step mode holds the request of a refresh, nobody may wait for the lock: it is not taken yet. A
// request of the same session in the same process waits for the same refresh; another replica announces
// its own, and finds after it that the tokens are new.
func TestHeldRefreshHasNoLock(t *testing.T) {
	inTime(t, func(t *testing.T, rdb redis.UniversalClient) {
		released := make(chan struct{})
		var announced, ended atomic.Int32
		as := &server{answer: answers, announce: func(ctx context.Context, _ core.Session) (context.Context, func()) {
			announced.Add(1)
			<-released
			return ctx, func() { ended.Add(1) }
		}}
		one, two := newReplica(t, rdb, as, time.Now), newReplica(t, rdb, as, time.Now)
		s := one.session(t, -time.Second)
		got := make(chan core.Session, 3)
		for _, r := range []*replica{one, one, two} {
			go func() {
				next, err := r.Renew(patient(t.Context()), s)
				if err != nil {
					t.Error(err)
				}
				got <- next
			}()
			synctest.Wait()
		}
		time.Sleep(100 * time.Second)
		if n := rdb.Exists(t.Context(), lockOf(s)).Val(); n != 0 || announced.Load() != 2 || as.asked() != 0 {
			t.Errorf("held: got %d locks, %d announced, %d sent; want 0, 2, 0", n, announced.Load(), as.asked())
		}
		close(released)
		for range 3 {
			if next := <-got; next.Tokens.RefreshToken != "next after "+s.Tokens.RefreshToken {
				t.Errorf("got %q", next.Tokens.RefreshToken)
			}
		}
		one.Wait(t.Context())
		two.Wait(t.Context())
		if as.asked() != 1 || ended.Load() != 2 {
			t.Errorf("got %d refreshes, %d ended announcements; want 1 and 2", as.asked(), ended.Load())
		}
	})
}

// stepping is a step mode that is on.
type stepping struct{}

func (stepping) On() bool       { return true }
func (stepping) Recently() bool { return true }

func patient(ctx context.Context) context.Context { return patience.With(ctx, stepping{}) }

// The end of the process waits for a refresh that is held, so that its tokens are stored, but not for
// longer than the context says.
func TestWaitIncludesAHeldRefresh(t *testing.T) {
	inTime(t, func(t *testing.T, rdb redis.UniversalClient) {
		released := make(chan struct{})
		as := &server{answer: answers, announce: func(ctx context.Context, _ core.Session) (context.Context, func()) {
			<-released
			return ctx, func() {}
		}}
		r := newReplica(t, rdb, as, time.Now)
		s := r.session(t, -time.Second)
		go func() { _, _ = r.Renew(patient(t.Context()), s) }()
		synctest.Wait()
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if r.Wait(ctx); time.Since(began) != 5*time.Second {
			t.Errorf("waited %s for a held refresh, want the 5 s of the context", time.Since(began))
		}
		close(released)
		r.Wait(t.Context())
		if got := r.load(t, s.ID); got.Tokens.RefreshToken != "next after "+s.Tokens.RefreshToken {
			t.Error("the new tokens are not stored when Wait returns")
		}
	})
}
