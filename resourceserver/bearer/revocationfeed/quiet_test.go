package revocationfeed_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"quartet.example/resourceserver/bearer/revocationfeed"
	"quartet.example/shared/waittest"
)

// The authorization server may stop some moments before this process, for example when `quartet up`
// is stopped. This must not cause a warning.
func TestAFewFailuresAreNoWarning(t *testing.T) {
	for name, tt := range map[string]struct {
		status, failures int
		want             bool
	}{
		"the authorization server ends just before us": {http.StatusServiceUnavailable, 3, false},
		"it stays away":         {http.StatusServiceUnavailable, 5, true},
		"our secret is refused": {http.StatusUnauthorized, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			tr := newTransmitter(t)
			var log lockedBuffer
			feed := tr.follow(func(c *revocationfeed.Config) {
				c.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			})
			ready(t, feed)
			tr.answerTimes(tt.status, tt.failures)
			told := func() int {
				return strings.Count(log.String(), "a poll of the feed") + strings.Count(log.String(), "trying on")
			}
			waittest.Until(t, "failed", func() bool { return told() >= tt.failures })
			_ = feed.Close()
			if got := strings.Contains(log.String(), "level=WARN"); got != tt.want {
				t.Errorf("got %v:\n%s", got, log.String())
			}
		})
	}
}
