package authserver_test

import (
	"testing"

	"quartet.example/authserver"
	"quartet.example/shared/config/configtest"
)

// Every duration and number in Config has a range, in both profiles.
func TestEverySettingHasALimit(t *testing.T) {
	cfg, err := authserver.DevConfig()
	if err != nil {
		t.Fatal(err)
	}
	configtest.Limits(t, &cfg, "grant-ttl", "offline-grant-ttl", "session-ttl", "session-idle", "key-rotation", "key-overlap", "access-token-ttl", "id-token-ttl", "device-code-ttl", "device-interval", "login-attempts", "login-account-attempts")
	production(&cfg, "seed.yaml")
	configtest.Limits(t, &cfg, "grant-ttl", "offline-grant-ttl", "session-ttl", "session-idle", "key-rotation", "key-overlap", "access-token-ttl", "id-token-ttl", "device-code-ttl", "device-interval", "login-attempts", "login-account-attempts")
}
