package inspector_test

import (
	"log/slog"
	"testing"

	"quartet.example/inspector"
	"quartet.example/shared/config/configtest"
	"quartet.example/shared/redisconn/embedded"
)

// A malformed setting that holds a secret must not appear in any error or log.
func TestNoErrorAndNoLogShowsASecret(t *testing.T) {
	redis, err := embedded.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = redis.Close() })
	configtest.Secrets(t, "inspector", func(cfg inspector.Config, log *slog.Logger) error {
		cfg.RedisURL = "" // the command opens Redis, after Validate
		server, err := inspector.New(cfg, inspector.Deps{Redis: redis, Log: log})
		if err != nil {
			return err
		}
		return server.Close()
	})
}
