package announce_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"quartet.example/shared/announce"
	"quartet.example/shared/redistest"
	"quartet.example/shared/waittest"
)

// hearer keeps what a listener heard.
type hearer struct {
	mu     sync.Mutex
	heard  []string
	joined int
	lost   int
}

func (h *hearer) listen(t *testing.T, rdb redistest.Client) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() {
		announce.Listen(ctx, rdb, "channel", announce.Listener{
			Joined: func(context.Context) error { h.note(func() { h.joined++ }); return nil },
			Heard: func(body []byte) {
				var text string
				_ = json.Unmarshal(body, &text)
				h.note(func() { h.heard = append(h.heard, text) })
			},
			Lost: func() { h.note(func() { h.lost++ }) },
		})
	})
	t.Cleanup(func() { stop(); running.Wait() })
	waittest.Until(t, "the subscription", func() bool { joined, _, _ := h.state(); return joined > 0 })
}

func (h *hearer) note(change func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	change()
}

func (h *hearer) state() (joined, lost int, heard string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.joined, h.lost, fmt.Sprint(h.heard)
}

func TestSendReturnsWhenEveryListenerHasActed(t *testing.T) {
	rdb := redistest.New(t)
	var hearers [4]hearer
	for i := range hearers {
		hearers[i].listen(t, rdb)
	}
	want := []string{}
	for n := range 50 { // many at once: an embedded Redis must not wait for a listener that waits for it
		want = append(want, fmt.Sprint(n))
		if err := announce.Send(t.Context(), rdb, "channel", fmt.Sprint(n)); err != nil {
			t.Fatal(err)
		}
		for i := range hearers {
			if _, _, got := hearers[i].state(); got != fmt.Sprint(want) {
				t.Fatalf("listener %d: got %s, want %v", i, got, want)
			}
		}
	}
}

func TestSendersAtTheSameTime(t *testing.T) {
	rdb := redistest.New(t)
	var one, two hearer
	one.listen(t, rdb)
	two.listen(t, rdb)
	var senders sync.WaitGroup
	for range 20 {
		senders.Go(func() {
			if err := announce.Send(t.Context(), rdb, "channel", "x"); err != nil {
				t.Error(err)
			}
		})
	}
	senders.Wait()
}

func TestNobodyListens(t *testing.T) {
	if err := announce.Send(t.Context(), redistest.New(t), "channel", "x"); err != nil {
		t.Errorf("got %v, want nil", err)
	}
}

func TestListenerJoinsAgainAfterRedisWasAway(t *testing.T) {
	server, rdb := redistest.Server(t)
	var h hearer
	h.listen(t, rdb)
	server.Close()
	waittest.Until(t, "the loss is noticed", func() bool { _, lost, _ := h.state(); return lost > 0 })
	if err := announce.Send(t.Context(), rdb, "channel", "x"); err == nil {
		t.Error("sent although Redis is away")
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	waittest.Until(t, "the listener joins again", func() bool { joined, _, _ := h.state(); return joined == 2 })
	waittest.Until(t, "connections from before are replaced", func() bool { return rdb.Ping(t.Context()).Err() == nil })
	waittest.Until(t, "a message arrives", func() bool { return announce.Send(t.Context(), rdb, "channel", "again") == nil })
	if _, _, got := h.state(); !strings.HasPrefix(got, "[again") {
		t.Errorf("got %s", got)
	}
}
