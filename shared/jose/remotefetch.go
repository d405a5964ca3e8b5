package jose

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// keepFresh fetches when the lifetime of the set ends, and after a failure sooner.
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

// logChange logs that fetching fails, once, and that it works again.
func (r *Remote) logChange(err error, worked bool) {
	switch {
	case err != nil && worked && r.ctx.Err() == nil:
		r.opts.Log.Warn("cannot fetch keys, will retry", "owner", r.opts.Name, "cause", err)
	case err == nil && !worked:
		r.opts.Log.Info("keys fetched again", "owner", r.opts.Name)
	}
}

// refreshIfDue fetches if the set is older than Refresh; after a failure not before lastRetry
// has passed. Requests at the same time share one fetch, and none waits longer than ctx.
func (r *Remote) refreshIfDue(ctx context.Context) {
	if !r.isDue() {
		return
	}
	done := r.flight.DoChan("", func() (any, error) {
		if !r.isDue() { // somebody else just did
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

// lifetime is how long a set is used before the next is fetched.
func (r *Remote) lifetime() time.Duration {
	if set := r.set.Load(); set != nil && set.MaxAge > 0 {
		return min(set.MaxAge, r.opts.Refresh)
	}
	return r.opts.Refresh
}

// refresh fetches the keys; callers at the same time share one fetch.
func (r *Remote) refresh() error {
	_, err, _ := r.flight.Do("", func() (any, error) { return nil, r.fetch(r.ctx) })
	return err
}

// fetch outlives the request that caused it, because others wait for it too; Close ends it.
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

// replace takes over what was fetched. A key that has gone was withdrawn: what it signed is
// not valid any more. The set is swapped first, so that no token is verified by the old one
// under the new generation.
func (r *Remote) replace(set Set) {
	old := r.set.Swap(&fetched{set, r.opts.Now()})
	if old != nil && !set.keepsAll(old.Set) {
		r.generation.Add(1)
	}
}

// usable returns an error for a set without a key, so that the next one is fetched soon, and
// logs what was left out, once for each different set.
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
