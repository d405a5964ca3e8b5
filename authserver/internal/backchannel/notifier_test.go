package backchannel_test

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"quartet.example/authserver/internal/backchannel"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/authserver/internal/fetch"
	"quartet.example/shared/waittest"
)

// world has every client, except that "mute" has no backchannel_logout_uri and "gone" is not
// registered.
type world struct {
	mu     sync.Mutex
	tokens int
	posts  map[string][]string // address → tokens
	answer func(ctx context.Context, address string, nth int) (int, error)
}

func (w *world) FindClient(id string) (*core.Client, error) {
	switch id {
	case "gone":
		return nil, core.ErrNotFound
	case "mute":
		return &core.Client{ID: id}, nil
	}
	return &core.Client{ID: id, BackchannelLogoutURI: "https://" + id + ".example/"}, nil
}

func (w *world) LogoutToken(_ context.Context, client *core.Client, subject, sid string) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tokens++
	return strings.Join([]string{client.ID, subject, sid, strconv.Itoa(w.tokens)}, " "), nil
}

func (w *world) PostForm(ctx context.Context, address string, form url.Values) (fetch.Answer, error) {
	w.mu.Lock()
	if w.posts == nil {
		w.posts = map[string][]string{}
	}
	w.posts[address] = append(w.posts[address], form.Get("logout_token"))
	nth := len(w.posts[address])
	w.mu.Unlock()
	status, err := w.answer(ctx, address, nth)
	return fetch.Answer{Status: status}, err
}

func (w *world) tries(id string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.posts["https://"+id+".example/"])
}

func notifier(t *testing.T, w *world, change ...func(*backchannel.Options)) (*backchannel.Notifier, *endpointtest.Log) {
	t.Helper()
	log := &endpointtest.Log{}
	o := backchannel.Options{
		Clients: w, Tokens: w, HTTP: w, Log: slog.New(slog.NewTextHandler(log, nil)),
		Pauses: []time.Duration{time.Millisecond, time.Millisecond, time.Millisecond},
	}
	for _, f := range change {
		f(&o)
	}
	n := backchannel.New(o)
	t.Cleanup(n.Close)
	return n, log
}

func session(clients ...string) core.Session {
	return core.Session{ID: "the-sid", Subject: "alice", Clients: clients}
}

func TestVerdicts(t *testing.T) {
	private := checks.FetchAddress.Fail(context.Background(), errors.New("private"))
	for name, tt := range map[string]struct {
		answer func(nth int) (int, error)
		tries  int
		told   bool
	}{
		"200 is accepted":                   {func(int) (int, error) { return 200, nil }, 1, true},
		"204 is accepted":                   {func(int) (int, error) { return 204, nil }, 1, true},
		"400 is a refusal, logged":          {func(int) (int, error) { return 400, nil }, 1, false},
		"404 is a refusal":                  {func(int) (int, error) { return 404, nil }, 1, false},
		"302 is a refusal":                  {func(int) (int, error) { return 302, nil }, 1, false},
		"an address that must not be asked": {func(int) (int, error) { return 0, private }, 1, false},
		"500 is tried four times":           {func(int) (int, error) { return 500, nil }, 4, false},
		"no answer is tried four times": {func(int) (int, error) {
			return 0, &url.Error{Op: "Post", URL: "https://secret.example/", Err: errors.New("refused")}
		}, 4, false},
		"429 then 200":                         {func(nth int) (int, error) { return map[bool]int{true: 429, false: 200}[nth == 1], nil }, 2, true},
		"K-08 the last of four tries succeeds": {func(nth int) (int, error) { return map[bool]int{true: 503, false: 200}[nth < 4], nil }, 4, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{answer: func(_ context.Context, _ string, nth int) (int, error) { return tt.answer(nth) }}
			n, log := notifier(t, w)
			n.SessionEnded(t.Context(), session("one", "mute", "gone"))
			n.Idle()
			if got := w.tries("one"); got != tt.tries || len(w.posts) != 1 {
				t.Errorf("got %d tries at %d addresses, want %d at 1", got, len(w.posts), tt.tries)
			}
			seen := map[string]bool{}
			for _, token := range w.posts["https://one.example/"] {
				seen[token] = true
			}
			if len(seen) != tt.tries || !strings.HasPrefix(w.posts["https://one.example/"][0], "one alice the-sid ") {
				t.Errorf("each try has a token of its own: got %v", w.posts)
			}
			if told := strings.Contains(log.String(), "client was notified of a sign-out"); told != tt.told {
				t.Errorf("told: got %t, log %s", told, log)
			}
			if strings.Contains(log.String(), "secret.example") || strings.Contains(log.String(), "the-sid") {
				t.Errorf("O-11 the log says too much: %s", log)
			}
		})
	}
}

func TestPatience(t *testing.T) {
	release := make(chan struct{})
	w := &world{answer: func(_ context.Context, address string, _ int) (int, error) {
		if strings.Contains(address, "slow") {
			<-release
		}
		return 200, nil
	}}
	n, _ := notifier(t, w, func(o *backchannel.Options) { o.Patience = 50 * time.Millisecond })
	begin := time.Now()
	n.SessionEnded(t.Context(), session("slow1", "slow2", "quick"))
	if took := time.Since(begin); took < 50*time.Millisecond || took > waittest.Patience {
		t.Errorf("waited %s, want about 50ms", took)
	}
	for _, id := range []string{"slow1", "slow2", "quick"} {
		if w.tries(id) != 1 {
			t.Errorf("%s: got %d tries, want all at once", id, w.tries(id))
		}
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	begin = time.Now()
	n.SessionEnded(gone, session("slow3"))
	if took := time.Since(begin); took > waittest.Patience {
		t.Errorf("a user who left: waited %s", took)
	}
	close(release)
	n.Idle()
	if w.tries("slow3") != 1 {
		t.Error("a user who left: the client was not told")
	}
}

func TestLimits(t *testing.T) {
	t.Run("more than the queue holds is dropped, and logged", func(t *testing.T) {
		release := make(chan struct{})
		w := &world{answer: func(context.Context, string, int) (int, error) { <-release; return 200, nil }}
		n, log := notifier(t, w, func(o *backchannel.Options) { o.Patience, o.Pending = time.Millisecond, 2 })
		n.SessionEnded(t.Context(), session("a", "b", "c"))
		close(release)
		n.Idle()
		if got := w.tries("a") + w.tries("b") + w.tries("c"); got != 2 || !strings.Contains(log.String(), "too many") {
			t.Errorf("got %d, log %s", got, log)
		}
	})
	t.Run("an attempt ends after Timeout", func(t *testing.T) {
		w := &world{answer: func(ctx context.Context, _ string, _ int) (int, error) { <-ctx.Done(); return 0, ctx.Err() }}
		n, _ := notifier(t, w, func(o *backchannel.Options) { o.Timeout = 5 * time.Millisecond })
		n.SessionEnded(t.Context(), session("one"))
		n.Idle()
		if got := w.tries("one"); got != 4 {
			t.Errorf("got %d tries, want 4", got)
		}
	})
	t.Run("Close makes the last attempts and returns", func(t *testing.T) {
		w := &world{answer: func(context.Context, string, int) (int, error) { return 503, nil }}
		n, _ := notifier(t, w, func(o *backchannel.Options) { o.Pauses = []time.Duration{time.Hour, time.Hour} })
		n.SessionEnded(t.Context(), session("one"))
		begin := time.Now()
		n.Close()
		n.Close()
		if got := w.tries("one"); got != 2 || time.Since(begin) > waittest.Patience {
			t.Errorf("got %d tries in %s, want 2 at once", got, time.Since(begin))
		}
		n.SessionEnded(t.Context(), session("one"))
		if got := w.tries("one"); got != 2 {
			t.Errorf("after Close: got %d tries", got)
		}
	})
}
