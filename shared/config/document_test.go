package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"quartet.example/shared/config"
)

func TestDocumentIsAPathOrContent(t *testing.T) {
	for name, tt := range map[string]struct {
		value  config.Document
		inline bool
	}{
		"empty is a path":                      {"", false},
		"a relative path":                      {"mine.yaml", false},
		"an absolute path":                     {"/etc/quartet/seed.yaml", false},
		"a path with a space":                  {"my seed.yaml", false},
		"a path of Windows":                    {`C:\seeds\mine.yaml`, false},
		"a path with a colon and a space":      {"/seeds/users: all.yaml", false},
		"a JSON object":                        {`{"users": []}`, true},
		"a JSON object after a line break":     {"\n  {}", true},
		"YAML of several lines":                {"users:\n- sub: a\n", true},
		"YAML of one line":                     {"users: [{sub: a}]", true},
		"YAML of one key":                      {"clients:", true},
		"a list of JSON":                       {`[{"password": "p"}]`, true}, // a mistake, but its secret must not be logged
		"a list of YAML":                       {"- password: p", true},
		"a space before the colon":             {"users : [{sub: a}]", true},
		"a path at whose end is a line break":  {"mine.yaml\n", false},
		"YAML that begins with a comment line": {"# mine\nusers: []", true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tt.value.IsInline(); got != tt.inline {
				t.Errorf("got %t, want %t", got, tt.inline)
			}
		})
	}
}

func TestDocumentReads(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mine.yaml")
	if err := os.WriteFile(path, []byte("users: []"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		value   config.Document
		content string
		place   string
	}{
		"a file is read":      {config.Document(path), "users: []", path},
		"content is returned": {"clients: []", "clients: []", "SEED"},
	} {
		t.Run(name, func(t *testing.T) {
			content, place, err := tt.value.Read("SEED")
			if err != nil || string(content) != tt.content || place != tt.place {
				t.Errorf("got %q of %q, %v", content, place, err)
			}
		})
	}
	if _, _, err := config.Document("missing.yaml").Read("SEED"); err == nil {
		t.Error("a missing file: got no error")
	}
}

func TestContentOfADocumentIsNotShown(t *testing.T) { // O-09: a seed may hold passwords
	for value, want := range map[config.Document]string{"mine.yaml": "mine.yaml", "users: [{password: hunter2}]": "[inline]"} {
		if got := fmt.Sprintf("%v", value); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
