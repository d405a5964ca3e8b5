package authserver_test

import (
	"log/slog"
	"testing"

	"quartet.example/authserver"
	"quartet.example/shared/config/configtest"
	"quartet.example/shared/redisconn/embedded"
)

// However malformed the setting that holds a secret, nothing shows it.
func TestNoErrorAndNoLogShowsASecret(t *testing.T) {
	redis, err := embedded.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = redis.Close() })
	configtest.Secrets(t, "authserver", func(cfg authserver.Config, log *slog.Logger) error {
		cfg.RedisURL = "" // opened by the command, after Validate has read it
		server, err := authserver.New(cfg, authserver.Deps{Redis: redis, Log: log})
		if err != nil {
			return err
		}
		return server.Close()
	})
}
