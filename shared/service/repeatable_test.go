package service_test

import (
	"strings"
	"testing"
	"time"

	"quartet.example/shared/config"
	"quartet.example/shared/service"
)

func TestRepeatableSettings(t *testing.T) {
	const still = "2030-01-01T00:00:00Z"
	for name, tt := range map[string]struct {
		settings service.Settings
		problems []string
	}{
		"none":                     {service.Settings{Profile: config.Production}, nil},
		"dev, embedded Redis":      {service.Settings{Profile: config.Dev, RandomSeed: "x", Clock: still}, nil},
		"a clock, another Redis":   {service.Settings{Profile: config.Dev, RedisURL: "redis://r:1", Clock: still}, nil},
		"a seed, another Redis":    {service.Settings{Profile: config.Dev, RedisURL: "redis://r:1", RandomSeed: "x"}, []string{"random-seed:"}},
		"production":               {service.Settings{Profile: config.Production, RandomSeed: "geheim", Clock: still}, []string{"random-seed:", "clock:"}},
		"a clock that is no time":  {service.Settings{Profile: config.Dev, Clock: "tomorrow"}, []string{"clock:", "RFC 3339"}},
		"a clock without timezone": {service.Settings{Profile: config.Dev, Clock: "2030-01-01 00:00:00"}, []string{"clock:"}},
	} {
		t.Run(name, func(t *testing.T) {
			err := tt.settings.ValidateRepeatable()
			if (err == nil) != (tt.problems == nil) {
				t.Fatalf("got %v, want problems %v", err, tt.problems)
			}
			for _, problem := range tt.problems {
				if !strings.Contains(err.Error(), problem) {
					t.Errorf("got %v, want %q", err, problem)
				}
			}
			if err != nil && strings.Contains(err.Error(), "geheim") {
				t.Errorf("the error shows the seed: %v", err)
			}
		})
	}
}

func TestTheClockStandsStill(t *testing.T) {
	now, err := service.Settings{Profile: config.Dev, Clock: "2030-01-01T00:00:00Z"}.Repeatable()
	if err != nil {
		t.Fatal(err)
	}
	want := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 2 {
		if got := now(); !got.Equal(want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}
