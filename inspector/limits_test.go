package inspector_test

import (
	"testing"

	"quartet.example/inspector"
	"quartet.example/shared/config"
	"quartet.example/shared/config/configtest"
	"quartet.example/shared/config/flags"
)

// Every duration and number has a row in the table of limits.
func TestEverySettingHasALimit(t *testing.T) {
	var cfg inspector.Config
	if err := flags.Defaults(&cfg, config.Dev); err != nil {
		t.Fatal(err)
	}
	configtest.Limits(t, &cfg)
}
