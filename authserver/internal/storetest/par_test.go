package storetest_test

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

func savePushed(t *testing.T, s *redisstore.Store, c *storetest.Clock) (string, core.PushedRequest) {
	t.Helper()
	uri := core.RequestURIPrefix + oauth.NewSecret()
	p := core.PushedRequest{Request: transactionFor(c).Request, ExpiresAt: c.Now().Add(time.Minute)}
	p.Request.Pushed = oauth.Hash(uri)
	if err := s.SavePushed(t.Context(), uri, p, 10*time.Minute); err != nil {
		t.Fatalf("save pushed request: %v", err)
	}
	return uri, p
}

func wantPushed(t *testing.T, s *redisstore.Store, uri string, want error) core.PushedRequest {
	t.Helper()
	p, err := s.FindPushed(t.Context(), uri)
	if !errors.Is(err, want) {
		t.Errorf("find: got %v, want %v", err, want)
	}
	return p
}

func TestPushedRequests(t *testing.T) {
	for name, test := range map[string]func(*testing.T, *redisstore.Store, *storetest.Clock){
		"N-04 a request is found as it was pushed, repeatedly": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			uri, want := savePushed(t, s, c)
			for range 2 {
				if diff := cmp.Diff(want, wantPushed(t, s, uri, nil)); diff != "" {
					t.Error(diff)
				}
			}
		},
		"N-03 it is not found after it has expired, but a flow that began before may be answered": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			uri, p := savePushed(t, s, c)
			c.At(p.ExpiresAt)
			wantPushed(t, s, uri, core.ErrNotFound)
			if err := s.AnswerPushed(t.Context(), p.Request.Pushed); err != nil {
				t.Errorf("answer: %v", err)
			}
		},
		"N-03 it is not found after it was answered": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			uri, p := savePushed(t, s, c)
			if err := s.AnswerPushed(t.Context(), p.Request.Pushed); err != nil {
				t.Fatal(err)
			}
			wantPushed(t, s, uri, core.ErrNotFound)
			if err := s.AnswerPushed(t.Context(), p.Request.Pushed); !errors.Is(err, core.ErrAnswered) {
				t.Errorf("again: got %v, want %v", err, core.ErrAnswered)
			}
		},
		"an unknown one is neither found nor answered": func(t *testing.T, s *redisstore.Store, _ *storetest.Clock) {
			wantPushed(t, s, core.RequestURIPrefix+"x", core.ErrNotFound)
			if err := s.AnswerPushed(t.Context(), "x"); !errors.Is(err, core.ErrNotFound) {
				t.Errorf("answer: got %v, want %v", err, core.ErrNotFound)
			}
		},
		"N-03 of 50 answers one counts": func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
			_, p := savePushed(t, s, c)
			var won, lost atomic.Int64
			race(50, func() {
				switch err := s.AnswerPushed(t.Context(), p.Request.Pushed); {
				case err == nil:
					won.Add(1)
				case errors.Is(err, core.ErrAnswered):
					lost.Add(1)
				}
			})
			if won.Load() != 1 || lost.Load() != 49 {
				t.Errorf("got %d winners and %d losers, want 1 and 49", won.Load(), lost.Load())
			}
		},
	} {
		t.Run(name, func(t *testing.T) { storetest.Run(t, test) })
	}
}

func TestProofs(t *testing.T) {
	storetest.Run(t, func(t *testing.T, s *redisstore.Store, c *storetest.Clock) {
		until := c.Now().Add(time.Minute)
		var won, replayed atomic.Int64
		race(50, func() {
			switch err := s.UseProof(t.Context(), "key", "jti", until); {
			case err == nil:
				won.Add(1)
			case errors.Is(err, core.ErrProofReplayed):
				replayed.Add(1)
			}
		})
		if won.Load() != 1 || replayed.Load() != 49 {
			t.Errorf("N-11 of 50 uses: got %d winners and %d replays, want 1 and 49", won.Load(), replayed.Load())
		}
		if err := s.UseProof(t.Context(), "other key", "jti", until); err != nil {
			t.Errorf("the same jti of another key: %v", err)
		}
		if err := s.UseProof(t.Context(), "key", "other jti", until.Add(-time.Hour)); err != nil {
			t.Errorf("one that expires at once: %v", err)
		}
	})
}

// An attacker who opens one request_uri repeatedly makes the server store a reference each time,
// and not a copy of the whole request: the small GET counts little for as.start.rate.
func TestTransactionsOfAPushedRequest(t *testing.T) {
	rdb, clock := storetest.Redis(t)
	s := redisstore.New(rdb, clock.Now)
	uri := core.RequestURIPrefix + oauth.NewSecret()
	request := transactionFor(clock).Request
	request.State, request.Pushed = strings.Repeat("s", 4096), oauth.Hash(uri)
	p := core.PushedRequest{Request: request, ExpiresAt: clock.Now().Add(time.Minute)}
	if err := s.SavePushed(t.Context(), uri, p, 10*time.Minute); err != nil {
		t.Fatal(err)
	}
	want := transactionFor(clock)
	want.Request = request
	if err := s.SaveTransaction(t.Context(), "handle", want); err != nil {
		t.Fatal(err)
	}
	find := func(t *testing.T) {
		t.Helper()
		got, err := s.FindTransaction(t.Context(), "handle")
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
	}
	t.Run("the record is small", func(t *testing.T) {
		keys := rdb.Keys(t.Context(), "transaction:*").Val()
		if size := rdb.StrLen(t.Context(), keys[0]).Val(); len(keys) != 1 || size > 1024 {
			t.Errorf("%d bytes in %d keys", size, len(keys))
		}
	})
	t.Run("it is found complete, also after the URI has expired", func(t *testing.T) {
		find(t)
		clock.At(p.ExpiresAt)
		find(t)
	})
	t.Run("an update keeps the reference", func(t *testing.T) {
		want.SessionID = "sid"
		if err := s.UpdateTransaction(t.Context(), "handle", want); err != nil {
			t.Fatal(err)
		}
		find(t)
	})
	t.Run("it is found complete after another transaction has answered, and cannot answer", func(t *testing.T) {
		if err := s.AnswerPushed(t.Context(), request.Pushed); err != nil {
			t.Fatal(err)
		}
		find(t)
		if err := s.AnswerPushed(t.Context(), request.Pushed); !errors.Is(err, core.ErrAnswered) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("it is taken complete", func(t *testing.T) {
		got, err := s.TakeTransaction(t.Context(), "handle")
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
}
