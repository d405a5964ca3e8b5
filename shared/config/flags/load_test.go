package flags_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"quartet.example/shared/config"
	"quartet.example/shared/config/flags"
)

type settings struct {
	Profile config.Profile `default:"dev" enum:"dev,production" env:"PROFILE" help:"dev or production"`
	CodeTTL time.Duration  `name:"code-ttl" default:"60s" help:"lifetime of an authorization code"`
	Key     config.Secret  `help:"a secret"`
	Token   struct {
		TTL time.Duration `name:"ttl" default:"5m"`
	} `embed:"" prefix:"token-"`
	invalid error
}

func (s *settings) Validate() error {
	if s.CodeTTL > 10*time.Minute {
		return errors.Join(errors.New("code-ttl: over 10m"), errors.New("and another"))
	}
	return s.invalid
}

func TestLoadOrder(t *testing.T) {
	for name, tt := range map[string]struct {
		env  map[string]string
		args []string
		want time.Duration
	}{
		"default without anything":       {nil, nil, time.Minute},
		"environment over default":       {map[string]string{"AS_CODE_TTL": "2m"}, nil, 2 * time.Minute},
		"flag over environment":          {map[string]string{"AS_CODE_TTL": "2m"}, []string{"--code-ttl=3m"}, 3 * time.Minute},
		"foreign prefix is not for this": {map[string]string{"RS_CODE_TTL": "2m"}, nil, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			for k, v := range tt.env {
				t.Setenv(k, v)
			}
			var got settings
			if err := flags.Load("as", "AS", &got, tt.args); err != nil {
				t.Fatal(err)
			}
			if got.CodeTTL != tt.want {
				t.Errorf("code-ttl: got %s, want %s", got.CodeTTL, tt.want)
			}
			if got.Token.TTL != 5*time.Minute {
				t.Errorf("token-ttl: got %s, want 5m", got.Token.TTL)
			}
		})
	}
}

func TestSharedVariable(t *testing.T) {
	t.Setenv("PROFILE", "production")
	var got settings
	if err := flags.Load("as", "AS", &got, nil); err != nil {
		t.Fatal(err)
	}
	if !got.Profile.IsProduction() {
		t.Errorf("PROFILE alone: got %s, want production", got.Profile)
	}
	t.Setenv("AS_PROFILE", "dev")
	got = settings{}
	if err := flags.Load("as", "AS", &got, nil); err != nil {
		t.Fatal(err)
	}
	if got.Profile != config.Dev {
		t.Errorf("AS_PROFILE beside PROFILE: got %s, want dev", got.Profile)
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ arg, want string }{
		"unknown flag":          {"--code-tl=1m", "--code-tl"},
		"bad duration":          {"--code-ttl=soon", "--code-ttl"},
		"unknown profile":       {"--profile=prod", "--profile"},
		"what Validate refuses": {"--code-ttl=1h", "and another"},
		"secret file not there": {"--key=@/nowhere/key", "--key: the file after @ cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			err := flags.Load("as", "AS", &settings{}, []string{tt.arg})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: got %v, want an error naming %q", tt.arg, err, tt.want)
			}
		})
	}
}

func TestHelpIsTheReference(t *testing.T) {
	var out bytes.Buffer
	err := flags.Load("as", "AS", &settings{}, []string{"--help"}, kong.Writers(&out, io.Discard))
	if !errors.Is(err, flags.ErrHelp) {
		t.Fatalf("--help: got %v, want ErrHelp", err)
	}
	for _, want := range []string{"--code-ttl", "AS_CODE_TTL", "PROFILE", "lifetime of an authorization code"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("help does not say %q:\n%s", want, out.String())
		}
	}
}

func TestSecretIsNeverPrinted(t *testing.T) {
	const value = "wonderland-4711"
	s := settings{Key: value}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "key", s.Key, "config", s)
	slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "key", s.Key, "config", s)
	asJSON, err := json.Marshal(map[string]any{"key": s.Key, "config": s})
	if err != nil {
		t.Fatal(err)
	}
	printed := logged.String() + string(asJSON)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		printed += fmt.Sprintf(verb, s.Key) + fmt.Sprintf(verb, s) + fmt.Sprintf(verb, &s)
	}
	for _, leak := range []string{value, fmt.Sprintf("%x", value)} {
		if strings.Contains(printed, leak) {
			t.Errorf("the value shows as %q in %s", leak, printed)
		}
	}
	if s.Key.Reveal() != value || s.Key.IsZero() {
		t.Errorf("Reveal: got %q, want %q", s.Key.Reveal(), value)
	}
}

func TestSecretFromFile(t *testing.T) {
	for name, tt := range map[string]struct{ content, want string }{
		"one newline at the end is cut":   {"s3cret\n", "s3cret"},
		"a Windows newline too":           {"s3cret\r\n", "s3cret"},
		"only one newline is cut":         {"s3cret\n\n", "s3cret\n"},
		"spaces belong to it":             {" s3cret ", " s3cret "},
		"an at sign in a file is literal": {"@s3cret", "@s3cret"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "key")
			if err := os.WriteFile(path, []byte(tt.content), 0o600); err != nil {
				t.Fatal(err)
			}
			var got settings
			if err := flags.Load("as", "AS", &got, []string{"--key=@" + path}); err != nil {
				t.Fatal(err)
			}
			if got.Key.Reveal() != tt.want {
				t.Errorf("got %q, want %q", got.Key.Reveal(), tt.want)
			}
		})
	}
}

func TestEmptySecretFileIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(path, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := flags.Load("as", "AS", &settings{}, []string{"--key=@" + path}); err == nil {
		t.Error("an empty secret file was accepted")
	}
}
