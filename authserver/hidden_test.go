package authserver_test

import (
	"log/slog"
	"testing"

	"quartet.example/authserver"
	"quartet.example/shared/config/configtest"
	"quartet.example/shared/redisconn/embedded"
)

// A malformed setting does not put its secret into an error or a log line.
func TestNoErrorAndNoLogShowsASecret(t *testing.T) {
	redis, err := embedded.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = redis.Close() })
	configtest.Secrets(t, "authserver", func(cfg authserver.Config, log *slog.Logger) error {
		cfg.RedisURL = "" // the command opens Redis after Validate has read the URL
		server, err := authserver.New(cfg, authserver.Deps{Redis: redis, Log: log})
		if err != nil {
			return err
		}
		return server.Close()
	})
}
