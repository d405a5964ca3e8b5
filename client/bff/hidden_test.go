package bff_test

import (
	"log/slog"
	"testing"

	"quartet.example/client/bff"
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
	configtest.Secrets(t, "client", func(cfg bff.Config, log *slog.Logger) error {
		cfg.RedisURL = "" // opened by the command, after Validate has read it
		server, err := bff.New(cfg, bff.Deps{Redis: redis, Log: log})
		if err != nil {
			return err
		}
		return server.Close()
	})
}
