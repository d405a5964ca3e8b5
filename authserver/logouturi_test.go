package authserver_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
)

// If the server may not send requests to a backchannel_logout_uri, it logs a warning at start.
func TestLogoutURIThatMayNotBeFetched(t *testing.T) {
	for allow, told := range map[string]bool{"": true, "app.localhost:8080": false} {
		var log bytes.Buffer
		authservertest.Start(t, authservertest.WithLog(slog.New(slog.NewTextHandler(&log, nil))), authservertest.WithConfig(func(c *authserver.Config) {
			if allow != "" {
				c.FetchAllow = []string{allow}
			}
		}))
		if got := strings.Contains(log.String(), "backchannel_logout_uri may not be fetched"); got != told {
			t.Errorf("fetch-allow %q: told is %t, want %t", allow, got, told)
		}
	}
}
