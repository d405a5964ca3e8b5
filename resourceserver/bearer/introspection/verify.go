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

// Verify says what the token stands for: bearer.ErrNotActive for one that is not
// active; any other error means that nobody can tell now. Callers with the same
// token at the same time share one question.
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

// outcome is what one question gave to all who asked it together.
type outcome struct {
	entry
	checks []oauth.Result
}

// together asks for all. Whoever asked first may hang up; the others still want to
// know, and each reports the checks for itself.
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

// look asks, and remembers the answer. Time counts from the question: what is
// revoked while the answer is on its way is not believed for longer.
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

// Bound is for how long a token may be taken after it was revoked.
func (i *Introspector) Bound() time.Duration { return max(i.cfg.CacheTTL, 0) }
