package bearer

import (
	"context"
	"time"
)

// keepFresh fetches every KeyRefresh, and after a failure sooner.
func (k *keys) keepFresh() {
	retry := firstRetry
	for k.ctx.Err() == nil {
		wait := k.cfg.KeyRefresh
		err := k.refresh()
		k.tell(err, retry == firstRetry)
		if err != nil {
			wait = min(retry, k.cfg.KeyRefresh)
			retry = min(2*retry, lastRetry)
		} else {
			retry = firstRetry
		}
		select {
		case <-k.ctx.Done():
		case <-time.After(wait):
		}
	}
}

// tell logs that fetching fails, once, and that it works again.
func (k *keys) tell(err error, worked bool) {
	switch {
	case err != nil && worked && k.ctx.Err() == nil:
		k.cfg.Log.Warn("keys of the issuer not fetched, trying on", "issuer", k.issuer.URL, "cause", err)
	case err == nil && !worked:
		k.cfg.Log.Info("keys of the issuer fetched again", "issuer", k.issuer.URL)
	}
}

// refresh fetches the keys; callers at the same time share one fetch.
func (k *keys) refresh() error {
	_, err, _ := k.flight.Do("", func() (any, error) { return nil, k.fetch() })
	return err
}

func (k *keys) fetch() error {
	ctx, cancel := context.WithTimeout(k.ctx, fetchTimeout)
	defer cancel()
	err := k.fetchFrom(ctx)
	if err != nil {
		k.failure.Store(&err)
	}
	return err
}

func (k *keys) fetchFrom(ctx context.Context) error {
	uri, err := k.jwksURI(ctx)
	if err != nil {
		return err
	}
	set, err := fetchKeys(ctx, k.cfg.HTTP, uri)
	k.moved.Store(err != nil) // perhaps: the next time they are discovered again
	if err != nil {
		return err
	}
	k.replace(set)
	if len(set) == 0 { // an error, so that the next one is fetched soon
		return errNoKeys
	}
	return nil
}

// jwksURI is the configured one, or the discovered one. Metadata that is away
// does not hide keys that are there.
func (k *keys) jwksURI(ctx context.Context) (string, error) {
	if k.issuer.JWKSURI != "" {
		return k.issuer.JWKSURI, nil
	}
	known := k.uri.Load()
	if known != nil && !k.moved.Load() {
		return *known, nil
	}
	metadata, err := Discover(ctx, k.cfg.HTTP, k.issuer.URL)
	if err != nil && known != nil {
		return *known, nil
	}
	if err != nil {
		return "", err
	}
	k.uri.Store(&metadata.JWKSURI)
	return metadata.JWKSURI, nil
}

// replace takes over what was fetched. A key that has gone was withdrawn: what
// it signed is not valid any more. The set is swapped first, so that no token
// is verified by the old one under the new generation.
func (k *keys) replace(set keySet) {
	old := k.set.Swap(&set)
	if old != nil && !set.keepsAll(*old) {
		k.generation.Add(1)
	}
}
