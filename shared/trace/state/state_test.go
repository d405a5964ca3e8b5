package state_test

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
	"quartet.example/shared/trace"
	"quartet.example/shared/trace/state"
	"quartet.example/shared/waittest"
)

var now = time.Unix(1_800_000_000, 0).UTC()

func recorder() *trace.Recorder {
	return trace.New(trace.Options{Service: trace.Client, Sink: trace.MemorySink(), Now: func() time.Time { return now }, FingerprintKey: trace.KeyFrom("k"), Dev: true})
}

func answer(t *testing.T, rdb redis.UniversalClient, r *trace.Recorder, service string, provide state.Provider) {
	t.Helper()
	a := state.Answer(state.Options{Service: service, Redis: rdb, Recorder: r, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), Provide: provide})
	t.Cleanup(func() { _ = a.Close() })
}

// ask asks until n processes have answered: a subscription takes a moment.
func ask(t *testing.T, rdb redis.UniversalClient, n int) (answers []state.Snapshot) {
	t.Helper()
	waittest.Until(t, strconv.Itoa(n)+" answers", func() bool {
		var err error
		if answers, err = state.Ask(t.Context(), rdb, trace.Client); err != nil {
			t.Log(err) // Redis may take longer than Ask waits, on a busy machine
		}
		return len(answers) == n
	})
	return answers
}

func TestEveryProcessAnswers(t *testing.T) {
	rdb, secret := redistest.New(t), oauth.NewSecret()
	r := recorder()
	provide := func(context.Context) []state.Section {
		return []state.Section{{ID: "sessions", Items: []state.Item{{Values: []state.Value{
			state.Text("user", "alice"), state.YesNo("offline", false), state.Until("ends", now.Add(time.Minute)), state.Since("used", time.Time{}),
			state.Protocol(r, "refresh_token", secret), state.Protocol(r, "id_token", ""), state.Protocol(r, "sid", "s1"),
		}}}}}
	}
	answer(t, rdb, r, trace.Client, provide)
	answer(t, rdb, r, trace.Client, provide)
	answer(t, rdb, r, trace.AuthServer, provide)
	answers := ask(t, rdb, 3)
	if answers[0].Service != trace.AuthServer || answers[1].Service != trace.Client || answers[1].Instance >= answers[2].Instance || !answers[0].Time.Equal(now) {
		t.Errorf("got %+v", answers)
	}
	values := answers[0].Sections[0].Items[0].Values
	if len(values) != 7 || values[0].Text != "alice" || values[1].Text != "no" || !values[2].Ends || !values[2].At.Equal(now.Add(time.Minute)) || values[3].At != nil || values[5].Param != nil || values[6].Param.Value != "s1" {
		t.Errorf("got %+v", values)
	}
	if p := values[4].Param; p == nil || !p.Masked || p.Value != "" || p.Print != r.Mask("refresh_token", secret).Print || p.Print == "" {
		t.Errorf("a secret: got %+v", p)
	}
}

// Without a recorder, as in production, nobody listens and nothing is stored.
func TestWithoutARecorderNobodyListens(t *testing.T) {
	rdb := redistest.New(t)
	answer(t, rdb, nil, trace.Client, func(context.Context) []state.Section { t.Error("asked"); return nil })
	answers, err := state.Ask(t.Context(), rdb)
	channels := rdb.PubSubChannels(t.Context(), "trace:*").Val()
	if err != nil || len(answers) != 0 || len(channels) != 0 || len(rdb.Keys(t.Context(), "*").Val()) != 0 {
		t.Errorf("got %v, %v, channels %v", answers, err, channels)
	}
}

func TestASectionIsBounded(t *testing.T) {
	rdb := redistest.New(t)
	answer(t, rdb, recorder(), trace.Client, func(context.Context) []state.Section {
		return []state.Section{{Items: make([]state.Item, state.MaxItems+3), More: 4}, {Items: make([]state.Item, 2)}}
	})
	sections := ask(t, rdb, 1)[0].Sections
	if got := sections[0]; len(got.Items) != state.MaxItems || got.More != 7 {
		t.Errorf("got %d items and %d more", len(got.Items), got.More)
	}
	if got := sections[1]; len(got.Items) != 2 || got.More != 0 {
		t.Errorf("got %d items and %d more", len(got.Items), got.More)
	}
}

// The answers must be deleted soon, and a question that is no id must not become a key.
func TestOnlyShortLivedKeysAreStored(t *testing.T) {
	rdb := redistest.New(t)
	answer(t, rdb, recorder(), trace.Client, func(context.Context) []state.Section { return nil })
	ask(t, rdb, 1)
	for _, odd := range []string{"", "x", strings.Repeat("a", 26), strings.Repeat("A", 25) + ":", strings.Repeat("A", 27)} {
		if err := rdb.Publish(t.Context(), "trace:state", odd).Err(); err != nil {
			t.Fatal(err)
		}
	}
	ask(t, rdb, 1) // questions are answered in their order, so the odd ones were read
	keys := rdb.Keys(t.Context(), "*").Val()
	for _, key := range keys {
		if ttl := rdb.PTTL(t.Context(), key).Val(); ttl <= 0 || ttl > 10*time.Second {
			t.Errorf("%s: kept for %s", key, ttl)
		}
	}
	if n := len(keys); n < 2 || slices.ContainsFunc(keys, func(k string) bool { return len(k) != len("trace:state:")+26 }) {
		t.Errorf("got %v", keys)
	}
}

// Without an answer the inspector must not wait longer than its patience.
func TestAMissingAnswerEndsTheWait(t *testing.T) {
	rdb := redistest.New(t)
	deaf := rdb.Subscribe(t.Context(), "trace:state")
	defer func() { _ = deaf.Close() }()
	waittest.Until(t, "the subscription", func() bool { return len(rdb.PubSubChannels(t.Context(), "trace:*").Val()) == 1 })
	began := time.Now()
	answers, err := state.Ask(t.Context(), rdb, trace.Client)
	if took := time.Since(began); err != nil || len(answers) != 0 || took < 700*time.Millisecond || took > 8*time.Second {
		t.Errorf("got %v, %v after %s", answers, err, took)
	}
}
