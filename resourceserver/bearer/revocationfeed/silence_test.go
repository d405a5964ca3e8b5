package revocationfeed_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"quartet.example/resourceserver/bearer/revocationfeed"
	"quartet.example/shared/waittest"
)

func TestBeforeTheFirstAnswer(t *testing.T) {
	for policy, end := range map[revocationfeed.Policy]bool{revocationfeed.Accept: true, revocationfeed.Refuse: false} {
		t.Run(string(policy), func(t *testing.T) {
			tr := newTransmitter(t)
			tr.answer(http.StatusServiceUnavailable)
			feed := tr.follow(func(c *revocationfeed.Config) { c.WhenSilent = policy })
			if _, err := feed.Revoked(t.Context(), tr.token("j", "g")); err == nil {
				t.Error("a token is accepted of which nothing is known")
			}
			tr.clock.Move(2 * time.Minute)
			if _, err := feed.Revoked(t.Context(), tr.token("j", "g")); (err == nil) != end {
				t.Errorf("silent: got %v", err)
			}
			tr.answer(0)
			ready(t, feed)
		})
	}
}

func TestSilence(t *testing.T) {
	for policy, wantErr := range map[revocationfeed.Policy]bool{revocationfeed.Accept: false, revocationfeed.Refuse: true} {
		t.Run(string(policy), func(t *testing.T) {
			tr := newTransmitter(t)
			var log lockedBuffer
			feed := tr.follow(func(c *revocationfeed.Config) {
				c.WhenSilent, c.MaxSilence, c.Log = policy, time.Minute, slog.New(slog.NewTextHandler(&log, nil))
			})
			tr.revoke("g")
			waittest.Until(t, "told", func() bool { r, _ := feed.Revoked(t.Context(), tr.token("j", "g")); return r })
			tr.answer(http.StatusServiceUnavailable)
			tr.clock.Move(61 * time.Second)
			if _, err := feed.Revoked(t.Context(), tr.token("j", "other")); (err != nil) != wantErr || (feed.Ready(t.Context()) != nil) != wantErr {
				t.Errorf("a token not known to be revoked: got %v", err)
			}
			if !isRevoked(t, feed, tr.token("j", "g")) {
				t.Error("a token known to be revoked is accepted")
			}
			if s := feed.Status(); !s.Silent || s.Silence < time.Minute {
				t.Errorf("got %+v", s)
			}
			waittest.Until(t, "logged", func() bool {
				return strings.Contains(log.String(), "is silent") && strings.Contains(log.String(), "tokens_not_known_to_be_revoked="+string(policy))
			})
			tr.answer(0)
			waittest.Until(t, "heard again", func() bool { return !feed.Status().Silent && strings.Contains(log.String(), "heard again") })
			tr.revoke("later")
			waittest.Until(t, "told", func() bool { return isRevoked(t, feed, tr.token("j", "later")) })
		})
	}
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}
func (l *lockedBuffer) String() string { l.mu.Lock(); defer l.mu.Unlock(); return l.b.String() }
