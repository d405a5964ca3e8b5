package introspection

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/oauth"
)

// Verify introspects the token. It returns bearer.ErrNotActive for a token that is not active; any
// other error means that the token cannot be verified now. Concurrent calls with the same token
// share one request.
func (i *Introspector) Verify(ctx context.Context, raw string) (*bearer.Token, error) {
	if len(raw) > accesstoken.MaxLength {
		return nil, bearer.ErrNotActive
	}
	key := cacheKey(sha256.Sum256([]byte(raw)))
	if known, ok := i.cache.get(key, i.cfg.Now()); ok {
		return known.verdict()
	}
	asked := i.flight.DoChan(string(key[:]), func() (any, error) { return i.together(ctx, raw, key) })
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case got := <-asked:
		found := got.Val.(outcome)
		found.report(ctx)
		if got.Err != nil {
			return nil, got.Err
		}
		return found.verdict()
	}
}

// outcome is the result of a request that several callers share.
type outcome struct {
	entry
	checks []oauth.Result
}

// together sends the request for all callers. It does not stop when the first caller closes the
// connection, because the others still need the result. Each caller reports the checks itself.
func (i *Introspector) together(first context.Context, raw string, key cacheKey) (found outcome, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(first), i.cfg.Timeout)
	defer cancel()
	ctx = oauth.WithObserver(ctx, func(r oauth.Result) { found.checks = append(found.checks, r) })
	found.entry, err = i.look(ctx, raw, key)
	return found, err
}

func (o *outcome) report(ctx context.Context) {
	for _, r := range o.checks {
		oauth.Report(ctx, r)
	}
}

func (e entry) verdict() (*bearer.Token, error) {
	if e.token == nil {
		return nil, bearer.ErrNotActive
	}
	return e.token, nil
}

// look sends the request and caches the response. The cache time starts before the request, so that
// a token that is revoked while the response is on its way is not accepted for longer than
// CacheTTL.
func (i *Introspector) look(ctx context.Context, raw string, key cacheKey) (entry, error) {
	began := i.cfg.Now()
	token, err := i.ask(ctx, raw)
	if err != nil && !errors.Is(err, bearer.ErrNotActive) {
		return entry{}, err
	}
	e := entry{token, began.Add(i.cfg.NegativeTTL)}
	if token != nil {
		e.until = began.Add(i.cfg.CacheTTL)
		if exp := token.Claims.ExpiresAt; !exp.IsZero() && exp.Before(e.until) {
			e.until = exp.Time
		}
	}
	i.cache.put(key, e, i.cfg.Now())
	return e, nil
}

// Bound returns how long a token may still be accepted after it was revoked.
func (i *Introspector) Bound() time.Duration { return max(i.cfg.CacheTTL, 0) }
