package resourceserver_test

import (
	"testing"

	"quartet.example/resourceserver"
	"quartet.example/shared/config"
	"quartet.example/shared/config/configtest"
)

// Every duration and number has a row in the table of limits, in both profiles.
func TestEverySettingHasALimit(t *testing.T) {
	cfg, err := resourceserver.DevConfig()
	if err != nil {
		t.Fatal(err)
	}
	configtest.Limits(t, &cfg)
	cfg.Profile, cfg.Issuer, cfg.Resource = config.Production, "https://auth.example", "https://api.example"
	cfg.RedisURL, cfg.TrustedProxies = "rediss://:a-password@redis.example", config.NoProxies
	configtest.Limits(t, &cfg)
}
