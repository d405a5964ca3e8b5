package proxy // white-box: what takes an hour is told by a clock of the test

import (
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

// A stream ends with the token that opened it, and not before a call might.
func TestLifeOfAStream(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	for name, c := range map[string]struct {
		expires time.Time
		want    time.Duration
	}{
		"a token that lives":       {now.Add(4 * time.Minute), 4 * time.Minute},
		"one about to expire":      {now.Add(time.Second), headTimeout},
		"one of unknown lifetime":  {time.Time{}, maxStream},
		"one that expired already": {now.Add(-time.Second), headTimeout},
	} {
		t.Run(name, func(t *testing.T) {
			if got := life(c.expires, now); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestStreamIsCutWhenItsTimeIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, cut := time.Now(), make(chan time.Duration, 1)
		lift := streams(t.Context(), httptest.NewRecorder(), 4*time.Minute, func() { cut <- time.Since(began) })
		if after := <-cut; after != 4*time.Minute {
			t.Errorf("cut after %s, want 4m", after)
		}
		lift()
	})
}

func TestCallWithoutProgressEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, b := bound(t.Context())
		began := time.Now()
		time.Sleep(headTimeout - time.Second)
		b.progress() // the header
		for range 3 {
			time.Sleep(bodyTimeout - time.Second)
			b.progress() // a piece
		}
		<-ctx.Done()
		if got, want := time.Since(began), headTimeout-time.Second+3*(bodyTimeout-time.Second)+bodyTimeout; got != want {
			t.Errorf("ended after %s, want %s", got, want)
		}
	})
}
