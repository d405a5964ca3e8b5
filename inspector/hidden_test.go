package inspector_test

import (
	"testing"

	"quartet.example/inspector"
	"quartet.example/shared/config/configtest"
)

// A malformed setting that holds a secret must not appear in any error or log.
func TestNoErrorAndNoLogShowsASecret(t *testing.T) { configtest.Secrets(t, "inspector", inspector.New) }
