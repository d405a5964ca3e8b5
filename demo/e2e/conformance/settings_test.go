package conformance_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"quartet.example/authserver"
	"quartet.example/shared/oauth"
	"quartet.example/shared/waittest"
)

// built returns the directory of the commands, built as for deployment.
func built(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", dir, "./demo", "./authserver/cmd/authserver", "./resourceserver/cmd/resourceserver", "./client/cmd/client", "./inspector/cmd/inspector")
	build.Dir = filepath.Join("..", "..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return dir
}

// refuses runs a command that must not start, and returns its output.
func refuses(t *testing.T, path string, env []string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), waittest.Patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "AUTHSERVER_LISTEN=127.0.0.1:0"}, env...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	err := cmd.Run()
	if ctx.Err() != nil {
		t.Fatalf("it started: %s", said.String())
	}
	if err == nil {
		t.Fatalf("it ended well: %s", said.String())
	}
	for _, word := range []string{"goroutine ", "panic:", "dev-secret-not-for-production"} {
		if strings.Contains(said.String(), word) {
			t.Errorf("it says %q: %s", word, said.String())
		}
	}
	return said.String()
}

func wants(t *testing.T, said string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(said, word) {
			t.Errorf("it does not say %q: %s", word, said)
		}
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	dir := built(t)
	production := []string{"PROFILE=production"}
	for service, problems := range map[string][]string{
		"authserver":     {"issuer", "redis-url", "seal-key", "seed", "trusted-proxies"},
		"resourceserver": {"issuer", "resource", "redis-url", "trusted-proxies"},
		"client":         {"issuer", "public-url", "api-url", "redis-url", "seal-key", "client-secret", "trusted-proxies"},
		"inspector":      {"production"},
	} {
		t.Run("I-08 production refuses every dev default of the "+service+", at once", func(t *testing.T) {
			wants(t, refuses(t, filepath.Join(dir, service), production), problems...)
		})
	}

	good := string(authserver.DefaultSeed())
	for name, c := range map[string]struct {
		old, new string
		env      []string
		says     []string
	}{
		"an unknown field":                    {"    client_name: Notes\n", "    client_title: Notes\n", nil, []string{"client_title"}},
		"a client twice":                      {"  - client_id: web-post\n", "  - client_id: notes\n", nil, []string{"notes"}},
		"a user twice":                        {"    username: bob\n", "    username: alice\n", nil, []string{"alice"}},
		"B-09 http for a host that is remote": {"      - http://web.localhost:3000/callback\n", "      - http://web.example/callback\n", nil, []string{"http://web.example/callback"}},
		"B-03 a dangerous scheme":             {"      - http://web.localhost:3000/callback\n", "      - javascript:alert(1)\n", nil, []string{"javascript"}},
		"B-10 a scheme without a dot":         {"      - com.example.native:/callback\n", "      - myapp:/callback\n", nil, []string{"myapp"}},
		"a scope that no resource has":        {"    scope: notes:read notes:write\n", "    scope: notes:raed\n", nil, []string{"notes:raed"}},
		"text that is no YAML":                {"clients:\n", "clients: [\n", nil, nil},
	} {
		t.Run("seed file with "+name+" is refused with its line", func(t *testing.T) {
			text := strings.Replace(good, c.old, c.new, 1)
			if text == good {
				t.Fatalf("the seed has no %q", c.old)
			}
			said := refuses(t, filepath.Join(dir, "authserver"), c.env, "--seed", seedFile(t, text))
			wants(t, said, c.says...)
			if name != "text that is no YAML" {
				wants(t, said, fmt.Sprintf("seed.yaml:%d:", 1+strings.Count(good[:strings.Index(good, c.old)], "\n")))
			}
		})
	}
	t.Run("seed file with weak secrets is refused in production, all at once", func(t *testing.T) {
		said := refuses(t, filepath.Join(dir, "authserver"), []string{
			"PROFILE=production", "ISSUER=https://auth.example", "REDIS_URL=redis://127.0.0.1:1", "AUTHSERVER_SEAL_KEY=" + oauth.NewSecret(), "AUTHSERVER_TRUSTED_PROXIES=none",
		}, "--seed", seedFile(t, strings.Replace(good, "web-post-dev-secret-not-for-production", "short", 1)))
		wants(t, said, "notes", "web-post", "seed.yaml:")
	})
	t.Run("a port in use is one clear line", func(t *testing.T) {
		said := refuses(t, filepath.Join(dir, "authserver"), []string{"AUTHSERVER_LISTEN=256.0.0.1:1"})
		if strings.Count(strings.TrimSpace(said), "\n") > 6 {
			t.Errorf("it says much: %s", said)
		}
	})
}

func seedFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "seed.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
