package securityevents_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/shared/redistest"
)

func TestLongPoll(t *testing.T) {
	t.Run("RFC 8936 §2.2 a poll waits for a revocation, made at any replica", func(t *testing.T) {
		rdb := redistest.New(t)
		s, other := endpointtest.StartOn(t, rdb), endpointtest.StartOn(t, rdb)
		for _, how := range []string{`{"position":"0-0"}`, `{}`} {
			before := ask(t, s, "")
			if how != `{}` {
				how = `{"position":"` + max(before.Position, "0-0") + `"}`
			} else {
				ask(t, s, `,"ack":["`+strings.Join(slices.Collect(maps.Keys(before.Sets)), `","`)+`"]`)
			}
			const waiters = 5
			answers := make(chan endpointtest.Answer, waiters)
			for range waiters {
				go func() { answers <- poll(t, s, "notes-api", how) }()
			}
			revoke(t, other, "gid "+how)
			for range waiters {
				if got := subjects(t, answer(t, <-answers)); !slices.Equal(got, []string{"gid " + how}) {
					t.Errorf("%s: got %q", how, got)
				}
			}
		}
	})
	t.Run("a poll waits at most for Patience", func(t *testing.T) {
		s := endpointtest.Start(t)
		s.Events.Patience = 10 * time.Millisecond
		if got := answer(t, poll(t, s, "notes-api", `{"position":"0-0"}`)); len(got.Sets) != 0 || got.Position != "0-0" {
			t.Errorf("got %v", got)
		}
	})
	t.Run("O-12 Redis away while it waits: 503 with Retry-After", func(t *testing.T) {
		redis, rdb := redistest.Server(t)
		s := endpointtest.StartOn(t, rdb)
		answers := make(chan endpointtest.Answer)
		go func() { answers <- poll(t, s, "notes-api", `{}`) }()
		waiting := time.After(50 * time.Millisecond) // gives the poll time to start waiting; the response is the same if it comes later
		<-waiting
		redis.Close()
		if a := <-answers; a.Outcome() != "503 temporarily_unavailable" || a.Header.Get("Retry-After") == "" {
			t.Errorf("got %s", a.Outcome())
		}
		if err := redis.Restart(); err != nil {
			t.Fatal(err)
		}
		revoke(t, s, "after")
		if got := subjects(t, answer(t, poll(t, s, "notes-api", `{}`))); !slices.Equal(got, []string{"after"}) {
			t.Errorf("got %q", got)
		}
	})
}
