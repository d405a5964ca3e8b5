package inspector_test

import (
	"testing"

	"quartet.example/inspector"
	"quartet.example/shared/config/configtest"
	"quartet.example/shared/service"
)

// A malformed setting that holds a secret must not appear in any error or log.
func TestNoErrorAndNoLogShowsASecret(t *testing.T) {
	configtest.Secrets(t, "inspector", func(cfg inspector.Config, deps service.Deps) (*inspector.Server, error) {
		return inspector.New(cfg, inspector.Deps{Deps: deps})
	})
}
