package telemetry_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"quartet.example/shared/config"
	"quartet.example/shared/telemetry"
)

const value = "hunter2-4711"

type exported struct {
	Name string
	Key  config.Secret
}
type (
	nested struct{ Inner *exported }
	hidden struct {
		Name string
		key  config.Secret
	}
)

func TestNoFormatPrintsASecret(t *testing.T) {
	for _, format := range []string{"json", "text", "auto", "unknown"} {
		t.Run(format, func(t *testing.T) {
			var out bytes.Buffer
			log := telemetry.Logger(format, "debug", &out)
			h := hidden{Name: "x", key: value}
			_ = h.key
			log.Info("m", "bare", config.Secret(value), "struct", exported{"n", value}, "pointer", &exported{"n", value},
				"nested", nested{&exported{"n", value}}, "slice", []exported{{"n", value}}, "hidden", h,
				"map", map[string]config.Secret{"k": value}, "keys", map[config.Secret]int{value: 1},
				slog.Group("group", "bare", config.Secret(value)))
			if strings.Contains(out.String(), value) {
				t.Errorf("the secret shows:\n%s", out.String())
			}
			if !strings.Contains(out.String(), "[redacted]") {
				t.Errorf("nothing says that something was hidden:\n%s", out.String())
			}
		})
	}
}

func TestFormatsAndLevels(t *testing.T) {
	for _, tt := range []struct {
		format, level string
		json          bool
		lines         int
	}{
		{"json", "info", true, 2}, {"auto", "info", true, 2}, {"text", "warn", false, 1}, {"json", "error", true, 0}, {"json", "nonsense", true, 2},
	} {
		t.Run(tt.format+" from "+tt.level, func(t *testing.T) {
			var out bytes.Buffer
			log := telemetry.Logger(tt.format, tt.level, &out)
			log.Debug("d")
			log.Info("i")
			log.Warn("w")
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			if out.Len() == 0 {
				lines = nil
			}
			if len(lines) != tt.lines {
				t.Fatalf("got %d lines, want %d:\n%s", len(lines), tt.lines, out.String())
			}
			for _, line := range lines {
				if json.Valid([]byte(line)) != tt.json {
					t.Errorf("json %v wanted: %s", tt.json, line)
				}
			}
		})
	}
}

func TestTwoServersInOneProcess(t *testing.T) {
	for range 2 {
		registry := telemetry.Registry()
		requests := telemetry.NewRequests(registry)
		requests.Observe("GET", "/notes/:id", 200, time.Millisecond)
		requests.Observe("BREW", "", 404, time.Millisecond)
		requests.Refused("as.pkce.verifier")
		requests.Refused("")
		families, err := registry.Gather()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range families {
			if f.GetName() == "http_server_request_duration_seconds" && len(f.GetMetric()) != 2 {
				t.Errorf("got %d series, want 2", len(f.GetMetric()))
			}
		}
	}
	telemetry.NewRequests(nil).Observe("GET", "/", 200, 0) // nil measures nothing
}
