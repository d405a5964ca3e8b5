package inspector_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"quartet.example/inspector"
	"quartet.example/shared/config"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// Settings that would show credentials to others must be refused by a check.
func TestChecksOfTheSettingsRefuse(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(*inspector.Config)
		check string
	}{
		"production":                   {func(c *inspector.Config) { c.Profile = config.Production }, "inspector.profile.dev"},
		"no profile":                   {func(c *inspector.Config) { c.Profile = "" }, "inspector.profile.dev"},
		"all interfaces":               {func(c *inspector.Config) { c.Listen = "0.0.0.0:9002" }, "inspector.bind.loopback"},
		"an address of the network":    {func(c *inspector.Config) { c.Listen = "192.0.2.1:9002" }, "inspector.bind.loopback"},
		"a name that is not localhost": {func(c *inspector.Config) { c.Listen = "inspector:9002" }, "inspector.bind.loopback"},
	} {
		var settings inspector.Config
		if err := errors.Join(flags.Defaults(&settings, config.Dev), settings.Validate()); err != nil {
			t.Fatalf("the defaults: %v", err)
		}
		tt.spoil(&settings)
		var refused *oauth.Error
		if err := settings.Validate(); !errors.As(err, &refused) || refused.Check == nil || refused.Check.ID != tt.check {
			t.Errorf("%s: got %v, want a refusal by %s", name, err, tt.check)
		}
	}
}

// A request from another site, or to a foreign host name, must be refused by a check.
func TestChecksOfRequestsRefuse(t *testing.T) {
	address := start(t, redistest.New(t))
	for name, tt := range map[string]struct{ method, path, host, site, check string }{
		"DNS rebinding":             {http.MethodGet, "/", "evil.example", "", "inspector.host.own"},
		"a form of elsewhere":       {http.MethodPost, "/clear", "inspect.localhost:9002", "cross-site", "inspector.same_origin"},
		"step mode from elsewhere":  {http.MethodPost, "/step", "inspect.localhost:9002", "cross-site", "inspector.same_origin"},
		"a release from elsewhere":  {http.MethodPost, "/step/next", "inspect.localhost:9002", "cross-site", "inspector.same_origin"},
		"all releases at once":      {http.MethodPost, "/step/continue", "inspect.localhost:9002", "same-site", "inspector.same_origin"},
		"a reset from elsewhere":    {http.MethodPost, "/present/reset", "inspect.localhost:9002", "cross-site", "inspector.same_origin"},
		"a lab of another site":     {http.MethodPost, "/events", "inspect.localhost:9002", "cross-site", "inspector.same_origin"},
		"the clock, from elsewhere": {http.MethodPost, "/clock", "inspect.localhost:9002", "cross-site", "inspector.same_origin"},
	} {
		req, err := http.NewRequestWithContext(t.Context(), tt.method, address+tt.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = tt.host
		if tt.site != "" {
			req.Header.Set("Sec-Fetch-Site", tt.site)
		}
		req.Header.Set("Accept", "text/html") // the error page names the check
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusBadRequest || !strings.Contains(string(body), tt.check) {
			t.Errorf("%s: got %d %v %s, want 400 and %s", name, resp.StatusCode, err, body, tt.check)
		}
	}
}
