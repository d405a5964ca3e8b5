package client_test

import (
	"strings"
	"testing"
	"time"

	"quartet.example/client"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
)

func TestConfig(t *testing.T) {
	good := func() client.Config {
		return client.Config{
			Profile: "production", PublicURL: "https://app.example", Issuer: "https://auth.example", APIURL: "https://api.example",
			RedisURL: "rediss://:a-password@redis.example", SealKey: config.Secret(oauth.NewSecret()), Listen: ":8080", TrustedProxies: config.NoProxies, ClientID: "notes", ClientSecret: "a-good-one",
			TokenAuthMethod: "client_secret_basic", Scopes: []string{"openid"}, APIRoutes: []string{"GET /notes"},
			CookiePrefix: "quartet-client-", CookieSameSite: "strict", PAR: "auto", LoginTTL: time.Minute, BodyLimit: 64 << 10, LoginRate: 1, HandoverTTL: time.Minute, SessionTTL: time.Hour, SessionIdle: time.Minute,
		}
	}
	if err := new(good()).Validate(); err != nil {
		t.Errorf("a good production config: got %v", err)
	}
	for name, tt := range map[string]struct {
		change func(*client.Config)
		want   []string
	}{
		"I-08 all dev defaults at once": {func(c *client.Config) {
			c.PublicURL, c.Issuer, c.APIURL, c.RedisURL, c.SealKey, c.TrustedProxies = "http://a", "http://b", "http://c", "", "", nil
			c.ClientSecret = "notes-dev-secret-not-for-production"
		}, []string{"public-url", "issuer", "api-url", "redis-url", "seal-key", "client-secret", "trusted-proxies"}},
		"public client":       {func(c *client.Config) { c.TokenAuthMethod = "none" }, []string{"token-auth-method"}},
		"no openid":           {func(c *client.Config) { c.Scopes = []string{"notes:read"} }, []string{"openid"}},
		"path in public-url":  {func(c *client.Config) { c.PublicURL = "https://a/b" }, []string{"public-url"}},
		"idle over absolute":  {func(c *client.Config) { c.SessionIdle = 2 * time.Hour }, []string{"session-idle"}},
		"no cookie prefix":    {func(c *client.Config) { c.CookiePrefix = "" }, []string{"cookie-prefix"}},
		"bad cookie prefix":   {func(c *client.Config) { c.CookiePrefix = "a; Domain=example" }, []string{"cookie-prefix"}},
		"HMAC for ID tokens":  {func(c *client.Config) { c.IDTokenAlg = "HS256" }, []string{"id-token-alg"}},
		"unsigned ID tokens":  {func(c *client.Config) { c.IDTokenAlg = "none" }, []string{"id-token-alg"}},
		"bad route":           {func(c *client.Config) { c.APIRoutes = []string{"GET ../x"} }, []string{"api-routes"}},
		"no method":           {func(c *client.Config) { c.TokenAuthMethod = "" }, []string{"token-auth-method"}},
		"unknown method":      {func(c *client.Config) { c.TokenAuthMethod = "client_secret_Basic" }, []string{"token-auth-method"}},
		"no client key":       {func(c *client.Config) { c.TokenAuthMethod, c.ClientSecret = "private_key_jwt", "" }, []string{"client-key"}},
		"bad client key":      {func(c *client.Config) { c.TokenAuthMethod, c.ClientKey = "private_key_jwt", "hunter2" }, []string{"client-key"}},
		"Redis without a key": {func(c *client.Config) { c.Profile, c.SealKey = "dev", "" }, []string{"seal-key"}},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := good()
			tt.change(&cfg)
			err := cfg.Validate()
			for _, want := range tt.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %s in it", err, want)
				}
			}
		})
	}
}
