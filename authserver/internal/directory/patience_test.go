package directory // white-box: to shorten the patience

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"quartet.example/shared/oauth"
)

func TestOverloadIsReportedAfterPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPasswords(1)
		p.slots <- struct{}{} // another check takes the only slot and keeps it
		before := time.Now()  // the clock of the synctest bubble
		_, err := p.match(t.Context(), "p", "no hash", work{})
		var refused *oauth.Error
		if !errors.As(err, &refused) || refused.Status() != http.StatusServiceUnavailable || refused.RetryAfter <= 0 {
			t.Errorf("got %v, want 503 with Retry-After", err)
		}
		if waited := time.Since(before); waited != patience {
			t.Errorf("waited %s, want %s", waited, patience)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := p.match(ctx, "p", "no hash", work{}); !errors.Is(err, context.Canceled) {
			t.Errorf("a browser that left: got %v", err)
		}
		<-p.slots
	})
}
