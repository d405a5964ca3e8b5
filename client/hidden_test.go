package client_test

import (
	"testing"

	"quartet.example/client"
	"quartet.example/shared/config/configtest"
)

// A malformed setting that holds a secret must not appear in any error or log.
func TestNoErrorAndNoLogShowsASecret(t *testing.T) { configtest.Secrets(t, "client", client.New) }
