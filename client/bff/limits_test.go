package bff_test

import (
	"testing"

	"quartet.example/client/bff"
	"quartet.example/shared/config/configtest"
)

// Every duration and number has a row in the table of limits, in both profiles.
func TestEverySettingHasALimit(t *testing.T) {
	cfg, err := bff.DevConfig()
	if err != nil {
		t.Fatal(err)
	}
	configtest.Limits(t, &cfg, "session-ttl", "session-idle")
	production(&cfg)
	cfg.RedisURL, cfg.ClientSecret = "rediss://:a-password@redis.example", "one of our own"
	configtest.Limits(t, &cfg, "session-ttl", "session-idle")
}
