package resourceserver_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"quartet.example/resourceserver"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/redistest"
)

func TestSettingsAboutRevocationThatAreRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"a mode that there is not":           {[]string{"--revocation=hope"}, "revocation"},
		"a feed without credentials":         {[]string{"--revocation=feed", "--client-secret="}, "client-secret"},
		"I-08 production: the dev secret":    {[]string{"--revocation=feed", "--profile=production", "--client-secret=notes-api-dev-secret-not-for-production"}, "client-secret: production"},
		"a memory of hours":                  {[]string{"--revocation=introspection", "--introspection-cache=2h"}, "introspection-cache"},
		"silence that is no time":            {[]string{"--revocation=feed", "--feed-silence=1ms"}, "feed-silence"},
		"a policy that there is not":         {[]string{"--revocation=feed", "--feed-silent=hope"}, "feed-silent"},
		"one introspection, several issuers": {[]string{"--revocation=introspection", "--other-issuers=https://b.example"}, "other-issuers"},
	} {
		t.Run(name, func(t *testing.T) {
			var cfg resourceserver.Config
			if err := flags.Load("resourceserver", "RESOURCESERVER_TEST", &cfg, tt.args); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
	var cfg resourceserver.Config
	if err := flags.Load("resourceserver", "RESOURCESERVER_TEST", &cfg, []string{"--client-secret="}); err != nil {
		t.Errorf("without a feed its settings do not matter: got %v", err)
	}
}

// Operators see a feed that is not heard.
func TestFeedIsMeasured(t *testing.T) {
	issuer := issuertest.Start(t)
	feed := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }))
	t.Cleanup(feed.Close)
	issuer.DescribeFeed(feed.URL)
	metrics, clock := prometheus.NewRegistry(), issuertest.NewClock()
	cfg := settings(t, "--revocation=feed")
	cfg.Issuer, cfg.Resource = issuer.URL, issuertest.Resource
	server, err := resourceserver.New(cfg, resourceserver.Deps{Redis: redistest.New(t), HTTP: http.DefaultClient, Now: clock.Now, Metrics: metrics})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	ready := func() string {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", nil))
		return w.Body.String()
	}
	if got := ready(); !strings.Contains(got, "feed of revoked tokens") {
		t.Errorf("readyz: got %s", got)
	}
	clock.Move(cfg.FeedSilence * 2)
	if got := measured(t, metrics, "revocation_feed_silent"); got != 1 {
		t.Errorf("silent: got %v, want 1", got)
	}
	if got := measured(t, metrics, "revocation_feed_silence_seconds"); got != 120 {
		t.Errorf("silence: got %v, want 120", got)
	}
}

func measured(t *testing.T, metrics *prometheus.Registry, name string) float64 {
	t.Helper()
	families, err := metrics.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		if family.GetName() == name {
			return family.GetMetric()[0].GetGauge().GetValue()
		}
	}
	t.Fatalf("%s is not measured", name)
	return 0
}
