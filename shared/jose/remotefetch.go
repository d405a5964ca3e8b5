package jose

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// keepFresh fetches at the end of the lifetime of the set, and sooner after a failure.
func (r *Remote) keepFresh() {
	retry := firstRetry
	for r.ctx.Err() == nil {
		err := r.refresh()
		wait := r.lifetime()
		r.logChange(err, retry == firstRetry)
		if err != nil {
			wait = min(retry, r.opts.Refresh)
			retry = min(2*retry, lastRetry)
		} else {
			retry = firstRetry
		}
		select {
		case <-r.ctx.Done():
		case <-time.After(wait):
		}
	}
}

// logChange logs the first failure, and the first success after it.
func (r *Remote) logChange(err error, worked bool) {
	switch {
	case err != nil && worked && r.ctx.Err() == nil:
		r.opts.Log.Warn("cannot fetch keys, will retry", "owner", r.opts.Name, "cause", err)
	case err == nil && !worked:
		r.opts.Log.Info("keys fetched again", "owner", r.opts.Name)
	}
}

// refreshIfDue fetches if the set is older than its lifetime, but after a failure not before
// lastRetry has passed. Concurrent requests share one fetch, and each waits at most until its ctx
// ends.
func (r *Remote) refreshIfDue(ctx context.Context) {
	if !r.isDue() {
		return
	}
	done := r.flight.DoChan("", func() (any, error) {
		if !r.isDue() { // another request has just fetched
			return nil, nil
		}
		err := r.fetch(ctx)
		r.retryAt.Store(r.opts.Now().Add(lastRetry).UnixNano())
		return nil, err
	})
	select {
	case <-done:
	case <-ctx.Done():
	}
}

func (r *Remote) isDue() bool {
	now, set := r.opts.Now(), r.set.Load()
	if set != nil && len(set.Keys) > 0 && now.Sub(set.at) < r.lifetime() {
		return false
	}
	return now.UnixNano() >= r.retryAt.Load()
}

// lifetime returns how long a set is used before it is fetched again.
func (r *Remote) lifetime() time.Duration {
	if set := r.set.Load(); set != nil && set.MaxAge > 0 {
		return min(set.MaxAge, r.opts.Refresh)
	}
	return r.opts.Refresh
}

// refresh fetches the set. Concurrent callers share one fetch.
func (r *Remote) refresh() error {
	_, err, _ := r.flight.Do("", func() (any, error) { return nil, r.fetch(r.ctx) })
	return err
}

// fetch does not stop at the end of the request that caused it, because other requests wait for it
// too. Close stops it.
func (r *Remote) fetch(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), fetchTimeout)
	defer cancel()
	defer context.AfterFunc(r.ctx, cancel)()
	set, err := r.opts.Fetch(ctx)
	if err == nil {
		r.replace(set)
		err = r.usable(set)
	}
	if err != nil {
		r.failure.Store(&err)
	}
	return err
}

// replace stores the fetched set. If a key is missing in it, that key was withdrawn, and the tokens
// that it signed are no longer valid. The set is stored before the generation is increased, so that
// no token is verified with the old set and stored with the new generation.
func (r *Remote) replace(set Set) {
	old := r.set.Swap(&fetched{set, r.opts.Now()})
	if old != nil && !set.keepsAll(old.Set) {
		r.generation.Add(1)
	}
}

// usable returns an error for a set without a key, so that the next fetch follows soon. It logs the
// skipped keys, once for each different set.
func (r *Remote) usable(set Set) error {
	reasons := make([]string, len(set.Skipped))
	for i, reason := range set.Skipped {
		reasons[i] = reason.Error()
	}
	text := strings.Join(reasons, "; ")
	if before := r.skipped.Swap(&text); text != "" && (before == nil || *before != text) {
		r.opts.Log.Warn("keys that cannot be used were skipped", "owner", r.opts.Name, "keys", text)
	}
	if len(set.Keys) == 0 {
		return fmt.Errorf("the key set has no key that can verify a token (%d cannot be used)", len(set.Skipped))
	}
	return nil
}
