package client_test

import (
	"testing"

	"quartet.example/shared/config"
	"quartet.example/shared/config/configtest"
	"quartet.example/shared/oauth"
)

// Every duration and number has a row in the table of limits, in both profiles.
func TestEverySettingHasALimit(t *testing.T) {
	cfg := devConfig(t)
	configtest.Limits(t, &cfg, "session-ttl", "session-idle")
	cfg.Profile, cfg.PublicURL, cfg.Issuer, cfg.APIURL = config.Production, "https://app.example", "https://auth.example", "https://api.example"
	cfg.SealKey, cfg.TrustedProxies = config.Secret(oauth.NewSecret()), config.NoProxies
	cfg.RedisURL, cfg.ClientSecret = "rediss://:a-password@redis.example", "one of our own"
	configtest.Limits(t, &cfg, "session-ttl", "session-idle")
}
