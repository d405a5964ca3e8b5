package bff_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"quartet.example/shared/waittest"
)

// 50 calls at two replicas on an expired token, and a server that takes its time.
func TestRefreshOnceAtASlowIssuer(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	other := newBrowser(t, r.replica(t))
	other.cookies = maps.Clone(b.cookies)
	r.Configure(func(i *issuerT) {
		i.Before = func(r *http.Request) {
			if r.URL.Path == "/token" {
				time.Sleep(500 * time.Millisecond)
			}
		}
	})
	r.clock.Move(6 * time.Minute)
	t.Run("L-19 all are answered after one refresh", func(t *testing.T) {
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() { wantStatus(t, []*browser{b, other}[i%2].call("GET", "/api/notes", ""), http.StatusOK) })
		}
		wg.Wait()
		if got := len(r.Requests("/token")); got != 2 {
			t.Errorf("got %d token requests, want that of the sign-in and one refresh", got)
		}
	})
}

// L-19: when the resource server sees a new token, the session that holds it is stored.
func TestTokensAreStoredBeforeTheyAreUsed(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	version := func() string {
		keys, err := r.redis.Keys(t.Context(), "client:session:*").Result()
		if err != nil || len(keys) != 1 {
			t.Errorf("got sessions %q and %v, want one", keys, err)
			return ""
		}
		return r.redis.HGet(t.Context(), keys[0], "version").Val()
	}
	var seen []string
	r.api.becomes(func(http.ResponseWriter, *http.Request) { seen = append(seen, version()) })
	for range 3 {
		wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusOK)
		r.clock.Move(6 * time.Minute)
	}
	slices.Sort(seen)
	if got := slices.Compact(seen); len(got) != 3 || got[0] == "" {
		t.Errorf("versions in Redis when the tokens were used: got %q, want three", got)
	}
}

// The authorization server hangs: calls that need no new token do not notice, the
// others are told to come back, and nobody is signed out.
func TestIssuerHangs(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	resume := make(chan struct{})
	var once sync.Once
	t.Cleanup(func() { once.Do(func() { close(resume) }) })
	r.Configure(func(i *issuerT) { i.Before = func(*http.Request) { <-resume } })
	// How long each takes is told in internal/tokens, on a clock of its own.
	answered := func(want int) *http.Response {
		resp := b.call("GET", "/api/notes", "")
		wantStatus(t, resp, want)
		return resp
	}
	t.Run("O-16 a token that lives is used at once", func(t *testing.T) { answered(http.StatusOK) })
	r.clock.Move(4*time.Minute + 45*time.Second)
	t.Run("O-16 one within the margin after a second", func(t *testing.T) { answered(http.StatusOK) })
	r.clock.Move(time.Minute)
	t.Run("O-16 an expired one is a 503 within three", func(t *testing.T) {
		resp := answered(http.StatusServiceUnavailable)
		if resp.Header.Get("Retry-After") == "" || len(resp.Cookies()) > 0 {
			t.Errorf("got %v, want Retry-After and no cookie", resp.Header)
		}
	})
	once.Do(func() { close(resume) })
	t.Run("O-16 L-19 the session is there when it is back", func(t *testing.T) {
		waittest.Until(t, "the data", func() bool {
			r.clock.Move(20 * time.Millisecond)
			return b.call("GET", "/api/notes", "").StatusCode == http.StatusOK
		})
	})
}

// L-19: invalid_grant ends the session, and the page is told so that it can offer to
// sign in again.
func TestGrantDies(t *testing.T) {
	r := newRig(t)
	b := r.signedIn(t)
	calls := r.api.count()
	r.RevokeGrants()
	r.clock.Move(6 * time.Minute)
	resp := b.call("GET", "/api/notes", "")
	wantStatus(t, resp, http.StatusUnauthorized)
	if !strings.Contains(body(resp), `"login_required"`) || b.sessionID() != "" {
		t.Errorf("got %s and cookie %q, want login_required and none", body(resp), b.sessionID())
	}
	if n := r.api.count() - calls; n != 0 {
		t.Errorf("got %d calls upstream with a dead grant, want none", n)
	}
	if keys := r.redis.Keys(t.Context(), "client:session:*").Val(); len(keys) != 0 {
		t.Errorf("Redis still holds %q", keys)
	}
}
