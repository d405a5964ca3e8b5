package authserver_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quartet.example/authserver"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

func defaults(t *testing.T) authserver.Config {
	t.Helper()
	cfg, err := authserver.DevConfig()
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// goodSecret is random in each run. A constant in this file would be a published secret, which
// production refuses.
var goodSecret = oauth.NewSecret()

// production sets what a server needs to start in production.
func production(cfg *authserver.Config, seed string) {
	cfg.Profile, cfg.Seed, cfg.Issuer = config.Production, seed, "https://as.example"
	cfg.RedisURL, cfg.SealKey, cfg.TrustedProxies = "rediss://:a-password@redis.example:6379", config.Secret(goodSecret), config.NoProxies
	cfg.Tenants = 0
}

func TestProductionReportsAllDevDefaults(t *testing.T) { // I-08
	cfg := defaults(t)
	cfg.Profile, cfg.RandomSeed, cfg.Clock = config.Production, "golden", "2030-01-01T00:00:00Z"
	err := cfg.Validate()
	if err == nil {
		t.Fatal("the dev defaults are accepted")
	}
	for _, setting := range []string{"issuer:", "redis-url:", "seal-key:", "seed:", "trusted-proxies:", "random-seed:", "clock:"} {
		if !strings.Contains(err.Error(), setting) {
			t.Errorf("%s is not among what is wrong:\n%v", setting, err)
		}
	}
}

func TestProductionRefusesTheDemoSeed(t *testing.T) {
	cfg := defaults(t)
	production(&cfg, string(authserver.DefaultSeed()))
	_, err := authserver.New(cfg, authserver.Deps{Redis: redistest.New(t)})
	if err == nil {
		t.Fatal("the demo seed is accepted")
	}
	for _, what := range []string{"demo_password", "client_secret", "redirect_uris"} {
		if !strings.Contains(err.Error(), what) {
			t.Errorf("%s is not among what is wrong:\n%v", what, err)
		}
	}
}

func TestTypoInTheSeedIsReportedWithItsLine(t *testing.T) {
	const text = "clients:\n  - client_id: web\n    client_secrt: x\n"
	path := filepath.Join(t.TempDir(), "seed.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		seed string
		want string
	}{
		"in a file":      {path, path + ":3: client_secrt: unknown field"},
		"in the setting": {text, "SEED:3: client_secrt: unknown field"},
		"in JSON":        {`{"clients": [{"client_id": "web", "client_secrt": "x"}]}`, "SEED:1: client_secrt: unknown field"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := defaults(t)
			cfg.Seed = tt.seed
			_, err := authserver.New(cfg, authserver.Deps{Redis: redistest.New(t)})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestExternalRedisNeedsASealKey(t *testing.T) { // G-05
	cfg := defaults(t)
	cfg.RedisURL = "redis://redis.example:6379"
	_, err := authserver.New(cfg, authserver.Deps{Redis: redistest.New(t)})
	if err == nil || !strings.Contains(err.Error(), "seal-key") {
		t.Errorf("got %v, want one about seal-key", err)
	}
}

func TestRestartWithAnotherSealKeyIsRefused(t *testing.T) { // G-05
	rdb := redistest.New(t)
	start := func(key string) error {
		cfg := defaults(t)
		cfg.SealKey = config.Secret(key)
		s, err := authserver.New(cfg, authserver.Deps{Redis: rdb})
		if err == nil {
			s.Close()
		}
		return err
	}
	if err := errors.Join(start("one"), start("one")); err != nil {
		t.Fatalf("the same seal key: %v", err)
	}
	if err := start("two"); err == nil || !strings.Contains(err.Error(), "another seal key") {
		t.Errorf("another seal key: got %v", err)
	}
}

// productionServer returns a server in production.
func productionServer(t *testing.T) *authserver.Server {
	t.Helper()
	hash, err := authserver.HashPassword("a password that nobody shows")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "seed.yaml")
	raw := "users:\n  - sub: '1'\n    username: alice\n    password_hash: " + hash + "\n" +
		"clients:\n  - client_id: web\n    client_secret: " + goodSecret + "\n    redirect_uris: [https://app.example/cb]\n    scope: openid\n"
	if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg := defaults(t)
	production(&cfg, path)
	if err := cfg.Validate(); err != nil {
		t.Fatal(err)
	}
	s, err := authserver.New(cfg, authserver.Deps{Redis: redistest.New(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// answerOf returns the response of a server to a request without a body.
func answerOf(t *testing.T, s http.Handler, method, path, accept string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
	r.RemoteAddr = "127.0.0.1:5000"
	r.Header.Set("Accept", accept)
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, r)
	return rec
}

func TestProductionStartsWithAGoodSeed(t *testing.T) {
	rec := answerOf(t, productionServer(t), http.MethodGet, "/.well-known/openid-configuration", "*/*")
	if got := rec.Header().Get("Strict-Transport-Security"); got != "max-age=31536000" {
		t.Errorf("M-03: Strict-Transport-Security: got %q, want a year for this host alone", got)
	}
	for name, value := range rec.Result().Header {
		if strings.Contains(strings.Join(value, " "), "http://") {
			t.Errorf("%s names http", name)
		}
	}
	if strings.Contains(rec.Body.String(), `"http://`) {
		t.Errorf("I-08: the metadata has an http URL: %s", rec.Body)
	}
}
