package bearer_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"quartet.example/resourceserver/internal/issuertest"
)

func TestKeysAreRefreshedInTheBackground(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		v := s.open(t)
		time.Sleep(time.Hour + time.Second)
		synctest.Wait()
		if got := s.fetches.Load(); got != 13 {
			t.Errorf("got %d fetches in an hour, want one at the start and one every 5 min", got)
		}
		seen := s.token(t, s.key)
		if got := statusOf(t, v, seen); got != http.StatusOK {
			t.Fatalf("got %d, want 200", got)
		}
		s.publish(t, issuertest.NewKey(t, "k2")) // k1 is withdrawn, and no request names k2
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		if got := statusOf(t, v, seen); got != http.StatusUnauthorized {
			t.Errorf("G-02 5 min after its key was withdrawn, a token seen before: got %d, want 401", got)
		}
	})
}

var endless = `{"keys":["` + strings.Repeat("a", 2<<20)

// A failure of the issuer does not remove known keys.
func TestKeysSurviveTheIssuer(t *testing.T) { // O-15
	for name, answer := range map[string]func(r *http.Request) (int, string){
		"O-15 it is away":              func(*http.Request) (int, string) { return 503, "" },
		"O-15 it hangs":                func(r *http.Request) (int, string) { <-r.Context().Done(); return 0, "" },
		"a page, with status 200":      func(*http.Request) (int, string) { return 200, "<html>" },
		"an object that is no JWK Set": func(*http.Request) (int, string) { return 200, `{"error":"later"}` },
		"keys is null":                 func(*http.Request) (int, string) { return 200, `{"keys":null}` },
		"an endless document":          func(*http.Request) (int, string) { return 200, endless },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSite(t)
				v := s.open(t)
				seen, fresh := s.token(t, s.key), s.token(t, s.key, "x", "y")
				statusOf(t, v, seen)
				s.act(answer)
				time.Sleep(20 * time.Minute)
				for which, raw := range map[string]string{"seen before": seen, "first seen": fresh} {
					if got := statusOf(t, v, raw); got != http.StatusOK {
						t.Errorf("O-15 after 20 min, %s: got %d, want 200", which, got)
					}
				}
				began := time.Now()
				if got := statusOf(t, v, s.token(t, s.key, "kid", "unknown")); got != http.StatusUnauthorized || time.Since(began) > time.Second {
					t.Errorf("O-15 unknown kid: got %d after %s, want 401 within 1 s", got, time.Since(began))
				}
				next := issuertest.NewKey(t, "k2")
				s.publish(t, s.key, next)
				time.Sleep(10 * time.Second)
				synctest.Wait()
				if got := statusOf(t, v, s.token(t, next)); got != http.StatusOK {
					t.Errorf("O-15 10 s after it is back: got %d, want 200", got)
				}
			})
		})
	}
}

func TestKeysMayMove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		v := s.open(t)
		next := issuertest.NewKey(t, "k2")
		s.move("/elsewhere")
		s.publish(t, next)
		time.Sleep(5*time.Minute + time.Second) // one fetch fails, and the next one reads the metadata again
		synctest.Wait()
		if got := statusOf(t, v, s.token(t, next)); got != http.StatusOK {
			t.Errorf("keys moved: got %d, want 200", got)
		}
		s.say(http.StatusServiceUnavailable, "")
		s.hidden.Store(true)
		time.Sleep(10 * time.Minute)
		last := issuertest.NewKey(t, "k3")
		s.publish(t, last) // the metadata still cannot be read
		time.Sleep(6 * time.Second)
		synctest.Wait()
		if got := statusOf(t, v, s.token(t, last)); got != http.StatusOK {
			t.Errorf("keys without metadata: got %d, want 200", got)
		}
	})
}

func TestColdStart(t *testing.T) { // O-15
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		s.say(http.StatusServiceUnavailable, "")
		v := s.open(t)
		raw := s.token(t, s.key)
		for range 10 {
			if got := statusOf(t, v, raw); got != http.StatusServiceUnavailable || v.Ready(t.Context()) == nil {
				t.Fatalf("O-15: got %d, want 503", got)
			}
			time.Sleep(time.Minute)
		}
		if got := s.fetches.Load(); got > 150 {
			t.Errorf("O-15: got %d fetches in 10 min, want one every 5 s", got)
		}
		s.publish(t, s.key)
		time.Sleep(6 * time.Second)
		synctest.Wait()
		if got := statusOf(t, v, raw); got != http.StatusOK || v.Ready(t.Context()) != nil {
			t.Errorf("O-15 it recovers alone: got %d, want 200", got)
		}
	})
}

// An attacker sends 10 000 unknown key IDs while valid requests continue.
func TestFloodOfUnknownKids(t *testing.T) {
	r := start(t)
	began := r.issuer.Fetches.Load()
	parts := strings.Split(r.issuer.Token(t, r.clock.Now()), ".")
	var refused, served atomic.Int32
	var wg sync.WaitGroup
	for worker := range 20 {
		wg.Go(func() {
			for i := range 500 {
				header := segment(t, map[string]string{"typ": "at+jwt", "alg": "ES256", "kid": fmt.Sprint(worker, "-", i)})
				if w := r.get(t, "Bearer "+header+"."+parts[1]+"."+parts[2]); w.Code == http.StatusUnauthorized {
					refused.Add(1)
				}
			}
		})
	}
	for worker := range 4 {
		wg.Go(func() {
			for i := range 100 {
				raw := r.issuer.Token(t, r.clock.Now(), func(c *claims) { c.ID = fmt.Sprint(worker, i) })
				if w := r.get(t, "Bearer "+raw); w.Code == http.StatusOK {
					served.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if refused.Load() != 10_000 || served.Load() != 400 {
		t.Errorf("got %d refused and %d served, want 10000 and 400", refused.Load(), served.Load())
	}
	if n := r.issuer.Fetches.Load() - began; n != 1 {
		t.Errorf("got %d fetches, want 1", n)
	}
}
