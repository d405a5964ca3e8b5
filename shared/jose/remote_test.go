package jose_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"quartet.example/shared/jose"
)

// issuer returns a key set, or an error.
type issuer struct {
	set     atomic.Pointer[jose.Set]
	fetches atomic.Int32
}

var errAway = errors.New("away")

func (i *issuer) fetch(ctx context.Context) (jose.Set, error) {
	i.fetches.Add(1)
	if set := i.set.Load(); set != nil {
		return *set, nil
	}
	return jose.Set{}, errAway
}

func (i *issuer) publish(keys ...jose.SigningKey) {
	set := jose.Set{}
	for _, key := range keys {
		set.Keys = append(set.Keys, key.Public())
	}
	i.set.Store(&set)
}

// remote returns a Remote for the issuer that uses the clock of the synctest bubble.
func remote(t *testing.T, i *issuer, stale time.Duration, log *slog.Logger) *jose.Remote {
	t.Helper()
	r := jose.NewRemote(jose.RemoteOptions{Name: "https://issuer.example", Fetch: i.fetch, Stale: stale, Now: time.Now, Log: log})
	t.Cleanup(r.Close)
	return r
}

func find(r *jose.Remote, kid string) error {
	_, err := r.Find(context.Background(), jose.Header{Algorithm: "ES256", KeyID: kid})
	return err
}

func named(t *testing.T, kid string) jose.SigningKey {
	key, err := jose.Generate("ES256", kid)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Without KeepFresh, Find fetches the set: the first time, when the set is too old, and for unknown
// key IDs.
func TestFindFetchesWhatIsDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i, old, next := &issuer{}, named(t, "old"), named(t, "next")
		i.publish(old)
		r := remote(t, i, 0, nil)
		for range 10 {
			if err := find(r, "old"); err != nil {
				t.Fatal(err)
			}
		}
		if got := i.fetches.Load(); got != 1 {
			t.Errorf("got %d fetches, want 1", got)
		}
		i.publish(old, next)
		if err := find(r, "next"); err != nil || i.fetches.Load() != 2 {
			t.Errorf("rotation: got %v after %d fetches, want the key after 2", err, i.fetches.Load())
		}
		for n := range 100 {
			err := find(r, fmt.Sprint("made up ", n))
			if err == nil || errors.Is(err, jose.ErrNoKeys) || !errors.Is(err, jose.ErrTooSoon) {
				t.Fatalf("a made-up kid right after another: got %v, want ErrTooSoon", err)
			}
		}
		if got := i.fetches.Load(); got != 2 {
			t.Errorf("a flood of unknown key ids: got %d fetches, want none more", got)
		}
		i.publish(next)
		time.Sleep(5 * time.Minute)
		if find(r, "old") == nil || r.Generation() != 1 {
			t.Errorf("a withdrawn key lives for more than 5 min (generation %d)", r.Generation())
		}
	})
}

// Without keys no token can be verified: Find returns ErrNoKeys, and the set is fetched again.
func TestNoKeys(t *testing.T) {
	for name, empty := range map[string]*jose.Set{"away": nil, "a set of no keys": {}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				i := &issuer{}
				i.set.Store(empty)
				r := remote(t, i, 0, nil)
				for range 5 {
					if err := find(r, "k"); !errors.Is(err, jose.ErrNoKeys) || !errors.Is(r.Ready(), jose.ErrNoKeys) {
						t.Errorf("got %v and ready: %v, want ErrNoKeys", err, r.Ready())
					}
				}
				if got := i.fetches.Load(); got != 1 {
					t.Errorf("got %d fetches, want 1 in 5 s", got)
				}
				i.publish(named(t, "k"))
				time.Sleep(5 * time.Second)
				if err := find(r, "k"); err != nil || r.Ready() != nil {
					t.Errorf("back again: got %v", err)
				}
			})
		})
	}
}

// While fetches fail, the last set is used for the time Stale.
func TestStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := &issuer{}
		i.publish(named(t, "k"))
		r, forever := remote(t, i, time.Hour, nil), remote(t, i, 0, nil)
		forever.KeepFresh()
		synctest.Wait()
		_ = find(r, "k")
		i.set.Store(nil)
		time.Sleep(time.Hour)
		if err := find(r, "k"); err != nil {
			t.Errorf("after an hour: got %v", err)
		}
		time.Sleep(time.Minute)
		if err := find(r, "k"); !errors.Is(err, jose.ErrNoKeys) || !errors.Is(err, errAway) {
			t.Errorf("after more than an hour: got %v, want ErrNoKeys because of %v", err, errAway)
		}
		if err := find(forever, "k"); err != nil {
			t.Errorf("without a bound: got %v", err)
		}
	})
}

// The owner may request a shorter lifetime of its keys than Refresh, but not a longer one.
func TestMaxAge(t *testing.T) {
	for maxAge, want := range map[time.Duration]time.Duration{0: 5 * time.Minute, time.Minute: time.Minute, time.Hour: 5 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			i := &issuer{}
			i.set.Store(&jose.Set{Keys: []jose.Key{named(t, "k").Public()}, MaxAge: maxAge})
			r := remote(t, i, 0, nil)
			for _, wait := range []time.Duration{0, want - 1, 1} {
				time.Sleep(wait)
				if err := find(r, "k"); err != nil {
					t.Fatal(err)
				}
			}
			if got := i.fetches.Load(); got != 2 {
				t.Errorf("max-age %s: got %d fetches after %s, want 2", maxAge, got, want)
			}
		})
	}
}

// A fetch uses the values of the context of the request that caused it, so that the trace shows
// both together. The fetch continues after the end of that request, because other requests wait for
// it.
func TestFetchOutlivesTheRequest(t *testing.T) {
	type key struct{}
	synctest.Test(t, func(t *testing.T) {
		key1 := named(t, "k")
		var got any
		r := jose.NewRemote(jose.RemoteOptions{Name: "client", Now: time.Now, Fetch: func(ctx context.Context) (jose.Set, error) {
			got = ctx.Value(key{})
			return jose.Set{Keys: []jose.Key{key1.Public()}}, ctx.Err()
		}})
		defer r.Close()
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "trace"))
		cancel()
		_, _ = r.Find(ctx, jose.Header{Algorithm: "ES256", KeyID: "k"})
		synctest.Wait() // the fetch ends; Close would stop it
		if err := find(r, "k"); err != nil || got != "trace" {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

// A request during the first fetch waits for the set.
func TestFindWaitsForTheFirstSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set := jose.Set{Keys: []jose.Key{named(t, "k").Public()}}
		r := jose.NewRemote(jose.RemoteOptions{Name: "slow", Now: time.Now, Fetch: func(context.Context) (jose.Set, error) {
			time.Sleep(500 * time.Millisecond)
			return set, nil
		}})
		defer r.Close()
		r.KeepFresh()
		if err := find(r, "k"); err != nil {
			t.Errorf("got %v", err)
		}
	})
}

// Find never returns neither a key nor an error, also if the set becomes usable again while Find runs.
func TestFindReturnsAKeyOrAnError(t *testing.T) {
	for late := range 12 { // how many readings of the clock say that the set is too old
		i, start, readings := &issuer{}, time.Unix(1_800_000_000, 0), 0
		i.publish(named(t, "k"))
		now := func() time.Time { return start }
		r := jose.NewRemote(jose.RemoteOptions{Name: "issuer", Fetch: i.fetch, Stale: time.Hour, Now: func() time.Time { return now() }})
		if err := find(r, "k"); err != nil {
			t.Fatal(err)
		}
		i.set.Store(nil)
		now = func() time.Time {
			if readings++; readings <= late {
				return start.Add(2 * time.Hour)
			}
			return start
		}
		if key, err := r.Find(t.Context(), jose.Header{Algorithm: "ES256", KeyID: "other"}); key == nil && err == nil {
			t.Errorf("%d late readings: got neither a key nor an error", late)
		}
		r.Close()
	}
}

// The reasons for skipped keys are logged once for each different set.
func TestLeftOutKeysAreLoggedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		set := jose.Set{Keys: []jose.Key{named(t, "k").Public()}, Skipped: []error{errors.New("key 2: too short")}}
		i := &issuer{}
		i.set.Store(&set)
		r := remote(t, i, 0, slog.New(slog.NewTextHandler(&log, nil)))
		r.KeepFresh()
		time.Sleep(time.Hour)
		synctest.Wait()
		if got := strings.Count(log.String(), "key 2: too short"); got != 1 {
			t.Errorf("got it %d times: %s", got, log.String())
		}
		r.Close()
	})
}
