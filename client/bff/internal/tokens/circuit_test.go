package tokens_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff/internal/core"
)

// O-16: a server that hangs holds nobody for longer than three seconds, and whose
// token still lives not at all.
func TestServerHangs(t *testing.T) {
	inTime(t, func(t *testing.T, rdb redis.UniversalClient) {
		r := newReplica(t, rdb, &server{answer: hangs}, time.Now)
		for name, c := range map[string]struct {
			life, limit time.Duration
			good        bool
		}{
			"expired":           {-time.Second, 3 * time.Second, false},
			"within the margin": {20 * time.Second, time.Second, true},
			"fresh":             {time.Minute, 0, true},
		} {
			s := r.session(t, c.life)
			began := time.Now()
			got, err := r.Fresh(t.Context(), s)
			if took := time.Since(began); took > c.limit || (err == nil) != c.good {
				t.Errorf("O-16 %s: got %v after %s, want an answer within %s", name, err, took, c.limit)
			}
			if c.good && got.Tokens.AccessToken != "first" {
				t.Errorf("O-16 %s: got %q, want the token that lives", name, got.Tokens.AccessToken)
			}
			if !c.good {
				wantUnavailable(t, err)
			}
			r.Wait(t.Context())
			r.load(t, s.ID) // it is kept
		}
	})
}

// O-16: 200 sessions meet a server that has just died. A few wait for it; when
// those know, the others are told at once. It is tried again by one of them.
func TestSessionsDoNotPileUp(t *testing.T) {
	inTime(t, func(t *testing.T, rdb redis.UniversalClient) {
		as := &server{answer: hangs}
		r := newReplica(t, rdb, as, time.Now)
		crowd := make([]core.Session, 200)
		for i := range crowd {
			crowd[i] = r.session(t, -time.Second)
		}
		all(crowd, func(s core.Session) { _, err := r.Fresh(t.Context(), s); wantUnavailable(t, err) })
		r.Wait(t.Context())
		if as.most > 32 || as.asked() > 32+2 { // the first two that give up do not open it yet
			t.Errorf("got %d at once and %d in all on a server that hangs, want 32", as.most, as.asked())
		}
		wantCircuit(t, r, true)

		as.become(away)
		time.Sleep(10 * time.Second) // nobody is in a hurry any more
		for _, state := range []string{"half open", "open"} {
			before := as.asked()
			all(crowd, func(s core.Session) { _, err := r.Fresh(t.Context(), s); wantUnavailable(t, err) })
			if n := as.asked() - before; n != map[string]int{"half open": 1, "open": 0}[state] {
				t.Errorf("%s: got %d questions more", state, n)
			}
		}

		as.become(answers)
		time.Sleep(2 * time.Second)
		if _, err := r.Fresh(t.Context(), crowd[0]); err != nil {
			t.Errorf("back: got %v", err)
		}
		all(crowd[1:], func(s core.Session) {
			if _, err := r.Fresh(t.Context(), s); err != nil {
				t.Errorf("closed: got %v", err)
			}
		})
		wantCircuit(t, r, false)
	})
}

// O-16: an answer of no use, such as invalid_client, is an answer: the circuit stays
// closed, and so does a single failure leave it.
func TestWhatDoesNotOpenTheCircuit(t *testing.T) {
	inTime(t, func(t *testing.T, rdb redis.UniversalClient) {
		as := &server{}
		r := newReplica(t, rdb, as, time.Now)
		for i := range 12 {
			as.become(func(context.Context, core.Session) error { return fmt.Errorf("invalid_client") })
			if i%3 != 0 {
				as.become(away)
			}
			_, err := r.Fresh(t.Context(), r.session(t, -time.Second))
			wantUnavailable(t, err)
		}
		if as.asked() != 12 {
			t.Errorf("got %d questions, want 12", as.asked())
		}
	})
}

func all(crowd []core.Session, do func(core.Session)) {
	var group sync.WaitGroup
	for _, s := range crowd {
		group.Go(func() { do(s) })
	}
	group.Wait()
}

func wantCircuit(t *testing.T, r *replica, open bool) {
	t.Helper()
	if got := r.CircuitOpen(); got != open {
		t.Errorf("the circuit is open: got %v, want %v", got, open)
	}
}

// O-16, L-19: a session whose answer was lost does not wait for the circuit, nor
// behind those that come after it: the server forgives it for ten seconds only.
func TestSessionWithoutItsAnswerGoesFirst(t *testing.T) {
	inTime(t, func(t *testing.T, rdb redis.UniversalClient) {
		as := &server{answer: away}
		r := newReplica(t, rdb, as, time.Now)
		crowd := make([]core.Session, 4)
		for i := range crowd {
			crowd[i] = r.session(t, -time.Second)
			_, err := r.Fresh(t.Context(), crowd[i]) // the third opens the circuit
			wantUnavailable(t, err)
		}
		as.become(answers)
		_, err := r.Fresh(t.Context(), crowd[0]) // twice in a second is too often
		wantUnavailable(t, err)
		time.Sleep(time.Second)
		if _, err := r.Fresh(t.Context(), crowd[0]); err != nil {
			t.Errorf("one whose answer may be lost: got %v", err)
		}
		if as.asked() != 4 {
			t.Errorf("got %d questions, want three and one more", as.asked())
		}
	})
}
