package inspector_test

import (
	"log/slog"
	"testing"

	"quartet.example/inspector"
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
	configtest.Secrets(t, "inspector", func(cfg inspector.Config, log *slog.Logger) error {
		cfg.RedisURL = "" // opened by the command, after Validate has read it
		server, err := inspector.New(cfg, inspector.Deps{Redis: redis, Log: log})
		if err != nil {
			return err
		}
		return server.Close()
	})
}
