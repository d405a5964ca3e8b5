package redisstore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-redsync/redsync/v4"
	"github.com/go-redsync/redsync/v4/redis/goredis/v9"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

const (
	lockExpiry = 3 * time.Second       // the others wait this long for a replica that died
	lockRenew  = lockExpiry / 3        // while the work goes on
	lockPoll   = 25 * time.Millisecond // one waiter per replica and session
)

// Locks lets one replica at a time work on a session.
type Locks struct{ sync *redsync.Redsync }

// NewLocks makes locks that all replicas on this Redis share.
func (s *Store) NewLocks() *Locks { return &Locks{redsync.New(goredis.NewPool(s.rdb))} }

// WithLock runs work while holding the lock of the session. The context of work ends if the lock
// is lost. It returns core.ErrSuperseded if the lock cannot be had before ctx ends, and the error
// of Redis if that cannot be reached.
func (l *Locks) WithLock(ctx context.Context, id string, work func(context.Context) error) error {
	mutex := l.sync.NewMutex("client:refresh:{"+oauth.Hash(id)+"}",
		redsync.WithExpiry(lockExpiry), redsync.WithTimeoutFactor(0.5), redsync.WithTries(1), redsync.WithFailFast(true))
	if err := acquire(ctx, mutex); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	renewed := make(chan struct{})
	go func() { defer close(renewed); renew(ctx, cancel, mutex) }()
	err := work(ctx)
	cancel()
	<-renewed
	release, done := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer done()
	_, _ = mutex.UnlockContext(release) // it expires by itself
	return err
}

// acquire polls until the lock is free. Unlike the retries of redsync it distinguishes a lock
// that is held from a Redis that cannot be reached.
func acquire(ctx context.Context, mutex *redsync.Mutex) error {
	attempt := context.WithoutCancel(ctx) // an attempt that is cancelled would look like a Redis that cannot be reached
	for {
		err := mutex.TryLockContext(attempt)
		var taken *redsync.ErrTaken
		switch {
		case err == nil:
			return nil
		case !errors.As(err, &taken):
			return fmt.Errorf("lock session: %w", err)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("lock session: %w", core.ErrSuperseded)
		case <-time.After(lockPoll):
		}
	}
}

// renew extends the lock until ctx ends. The lock is lost when another process has it, or when
// Redis could not be reached for so long that another may have it.
func renew(ctx context.Context, lost context.CancelFunc, mutex *redsync.Mutex) {
	ticker := time.NewTicker(lockRenew)
	defer ticker.Stop()
	for missed := 0; ; {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		ok, err := mutex.ExtendContext(ctx)
		var taken *redsync.ErrTaken
		if missed++; ok && err == nil {
			missed = 0
		}
		if errors.As(err, &taken) || missed*int(lockRenew) >= int(lockExpiry-lockRenew) {
			lost()
			return
		}
	}
}
