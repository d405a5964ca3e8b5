package bff_test

import (
	"testing"

	"quartet.example/client/bff"
	"quartet.example/shared/config/configtest"
)

// A malformed setting that holds a secret must not appear in any error or log.
func TestNoErrorAndNoLogShowsASecret(t *testing.T) { configtest.Secrets(t, "client", bff.New) }
