package revocationfeed_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"quartet.example/resourceserver/bearer/revocationfeed"
	"quartet.example/shared/securityevent"
	"quartet.example/shared/waittest"
)

func TestMemoryIsBounded(t *testing.T) {
	t.Run("by time", func(t *testing.T) {
		tr := newTransmitter(t)
		feed := tr.follow()
		for i := range 50 {
			tr.revoke(fmt.Sprint("gid-", i))
		}
		waittest.Until(t, "told", func() bool { return feed.Status().Entries == 50 })
		tr.clock.Move(7 * time.Minute) // the tokens live for five minutes, and clocks may differ by one
		tr.revoke("new")
		waittest.Until(t, "forgotten", func() bool { return feed.Status().Entries == 1 })
		tr.revoke("old", func(c *securityevent.Claims) { c.Events[securityevent.TokenRevoked] = jsonRaw(`{"expires_at":1}`) })
		waittest.Until(t, "told", func() bool { return feed.Status().Events == 52 })
		if got := feed.Status().Entries; got != 1 {
			t.Errorf("what is over is remembered: %d entries", got)
		}
	})
	t.Run("an end that overflows does not end the revocation", func(t *testing.T) {
		tr := newTransmitter(t)
		feed := tr.follow()
		for i, end := range []string{"9223372036854775807", "9223371974719179008", "-1"} {
			tr.revoke(fmt.Sprint("gid-", i), func(c *securityevent.Claims) {
				c.Events[securityevent.TokenRevoked] = jsonRaw(`{"expires_at":` + end + `}`)
			})
		}
		waittest.Until(t, "told", func() bool { return feed.Status().Events == 3 })
		if got := feed.Status().Entries; got != 3 {
			t.Errorf("got %d entries, want 3", got)
		}
		tr.clock.Move(24 * time.Hour)
		tr.revoke("new")
		waittest.Until(t, "forgotten", func() bool { return feed.Status().Entries == 1 })
	})
	for _, policy := range []revocationfeed.Policy{revocationfeed.Accept, revocationfeed.Refuse} {
		t.Run("by number: then the feed does not know all, refuses, and says so, by policy "+string(policy), func(t *testing.T) {
			tr := newTransmitter(t)
			var log lockedBuffer
			feed := tr.follow(func(c *revocationfeed.Config) {
				c.MaxEntries, c.WhenSilent, c.Log = 3, policy, slog.New(slog.NewTextHandler(&log, nil))
			})
			for i := range 5 {
				tr.revoke(fmt.Sprint("gid-", i))
			}
			waittest.Until(t, "told", func() bool { return feed.Status().Events == 5 })
			if s := feed.Status(); s.Entries != 3 || !s.Full || s.Silent {
				t.Errorf("got %+v", s)
			}
			if _, err := feed.Revoked(t.Context(), tr.token("j", "other")); err == nil {
				t.Error("a token is accepted that may have been revoked")
			}
			if feed.Ready(t.Context()) == nil {
				t.Error("it is ready")
			}
			tr.revoke("another")
			waittest.Until(t, "told", func() bool { return feed.Status().Events == 6 })
			waittest.Until(t, "logged", func() bool { return strings.Contains(log.String(), "is full") })
			tr.clock.Move(7 * time.Minute) // the revocation without room has expired
			tr.revoke("later")
			waittest.Until(t, "told", func() bool { return feed.Status().Events == 7 })
			waittest.Until(t, "room again", func() bool { return feed.Ready(t.Context()) == nil })
			if isRevoked(t, feed, tr.token("j", "other")) || !isRevoked(t, feed, tr.token("j", "later")) {
				t.Error("it does not answer any more")
			}
			if n := strings.Count(log.String(), "is full"); n != 1 {
				t.Errorf("logged %d times, want once", n)
			}
		})
	}
}
