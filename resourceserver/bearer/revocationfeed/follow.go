package revocationfeed

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"quartet.example/resourceserver/bearer/internal/endpoint"
)

const (
	firstRetry = 100 * time.Millisecond // after the first failure; doubles up to lastRetry
	lastRetry  = 5 * time.Second
	denied     = 30 * time.Second // after 401 and 403, which an operator has to correct
)

// follow polls until ctx ends. The server makes a poll wait for events, so the next poll is sent at
// once. If a server answers at once without events, the limiter pace slows the polls down.
func (f *Feed) follow(ctx context.Context) {
	log := teller{feed: f}
	retry := firstRetry
	for ctx.Err() == nil {
		told, err := f.poll(ctx)
		if ctx.Err() != nil {
			return
		}
		log.of(err)
		f.failing.Store(err != nil)
		if err == nil {
			retry = firstRetry
			if told == 0 {
				_ = f.pace.Wait(ctx) // an error means that ctx has ended
			}
			continue
		}
		f.failure.Store(&err)
		f.next.ReturnImmediately = true // to learn soon that the feed works again
		wait(ctx, max(retry, after(err)))
		retry = min(2*retry, lastRetry)
	}
}

// after returns how long to wait because of the server's response.
func after(err error) time.Duration {
	var refused *endpoint.RefusedError
	switch {
	case !errors.As(err, &refused):
		return 0
	case refused.Status == http.StatusUnauthorized || refused.Status == http.StatusForbidden:
		return denied
	}
	return min(refused.RetryAfter, lastRetry)
}

// wait waits between half of d and d, at random, so that many resource servers do not return at the
// same time.
func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d/2 + rand.N(d/2+1))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// tellAfter is how many failures in a row cause a warning: about a second of failures. Fewer are
// normal at the start, while the keys are being fetched, and when the authorization server restarts
// or stops shortly before this process.
const tellAfter = 5

// teller logs changes of the state, and not every failure.
type teller struct {
	feed     *Feed
	failures int
	told     bool // the failure was logged
	quiet    bool
	full     bool
}

func (t *teller) of(err error) {
	log, cfg := t.feed.cfg.Log, t.feed.cfg
	switch {
	case err != nil:
		t.failures++
		if !t.told && (t.failures >= tellAfter || after(err) == denied) { // wrong credentials are logged at once, because waiting does not help
			t.told = true
			log.Warn("the feed of revoked tokens fails, trying on", "issuer", cfg.Issuer, "cause", err)
		} else {
			log.Debug("a poll of the feed of revoked tokens failed", "issuer", cfg.Issuer, "cause", err)
		}
	case t.told || t.quiet:
		log.Info("the feed of revoked tokens is heard again", "issuer", cfg.Issuer)
		t.failures, t.told = 0, false
	default:
		t.failures = 0
	}
	status := t.feed.Status()
	if status.Full && !t.full {
		log.Error("the memory for revoked tokens is full: tokens not known to be revoked are refused", "issuer", cfg.Issuer, "max_entries", cfg.MaxEntries)
	}
	t.full = status.Full
	silent := status.Silent
	if silent && !t.quiet {
		log.Error("the feed of revoked tokens is silent", "issuer", cfg.Issuer, "longer_than", cfg.MaxSilence.String(),
			"tokens_not_known_to_be_revoked", string(cfg.WhenSilent), "cause", err)
	}
	t.quiet = silent
}
