package e2e_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
)

const (
	composeClient = "http://app.localhost:8080"
	composeIssuer = "http://auth.localhost:9000"
	composeAPI    = "http://api.localhost:9001"
)

// docker runs a command of the Docker client in the root of the workspace.
func docker(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "docker", args...)
	cmd.Dir = filepath.Join("..", "..")
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		t.Fatalf("docker %s: %v\n%s%s", strings.Join(args, " "), err, out.String(), problems.String())
	}
	return out.String()
}

// TestComposeStack runs docker-compose.yml unchanged. It removes the containers and volumes
// afterwards, including any that existed before.
func TestComposeStack(t *testing.T) {
	if os.Getenv("COMPOSE") != "required" {
		t.Skip("COMPOSE=required runs the stack in containers (and removes its volumes)")
	}
	t.Cleanup(func() {
		down := exec.Command("docker", "compose", "down", "--volumes", "--remove-orphans")
		down.Dir = filepath.Join("..", "..")
		if t.Failed() {
			logs := exec.Command("docker", "compose", "logs", "--no-color", "--tail=80")
			logs.Dir = down.Dir
			out, _ := logs.CombinedOutput()
			t.Logf("%s", out)
		}
		if out, err := down.CombinedOutput(); err != nil {
			t.Errorf("down: %v\n%s", err, out)
		}
	})
	docker(t, "compose", "up", "--build", "--detach", "--wait", "--wait-timeout", "180")

	t.Run("containers have no privileges and publish ports on loopback only", containers)
	b := browser.New(t)
	t.Run("the flow, over the published ports", func(t *testing.T) { composeFlow(t, b) })
	t.Run("the inspector", func(t *testing.T) { composeTeaching(t, b) })
	t.Run("K-09 the client receives the logout token", func(t *testing.T) { composeSignOut(t) })
	t.Run("without Redis the services answer 503, and afterwards work as before", func(t *testing.T) { composeRedis(t, b) })
}

// container is a part of the output of docker inspect.
type container struct {
	Name   string
	State  struct{ Health struct{ Status string } }
	Config struct{ User string }

	HostConfig struct {
		ReadonlyRootfs bool
		Privileged     bool
		CapDrop        []string
		SecurityOpt    []string
		PortBindings   map[string][]struct {
			HostIP string `json:"HostIp"`
		}
	}
}

func containers(t *testing.T) {
	ids := strings.Fields(docker(t, "compose", "ps", "--quiet"))
	var all []container
	if err := json.Unmarshal([]byte(docker(t, append([]string{"inspect"}, ids...)...)), &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 5 {
		t.Errorf("got %d containers, want the four roles and Redis", len(all))
	}
	for _, c := range all {
		isRedis := strings.Contains(c.Name, "redis")
		if c.State.Health.Status != "healthy" {
			t.Errorf("%s: %s", c.Name, c.State.Health.Status)
		}
		if !c.HostConfig.ReadonlyRootfs || c.HostConfig.Privileged || strings.Join(c.HostConfig.CapDrop, "") != "ALL" || len(c.HostConfig.SecurityOpt) == 0 {
			t.Errorf("%s: read-only %v, privileged %v, cap_drop %v, %v", c.Name, c.HostConfig.ReadonlyRootfs, c.HostConfig.Privileged, c.HostConfig.CapDrop, c.HostConfig.SecurityOpt)
		}
		if !isRedis && !strings.HasPrefix(c.Config.User, "65532") {
			t.Errorf("%s: user %q, want 65532", c.Name, c.Config.User)
		}
		if isRedis && len(c.HostConfig.PortBindings) > 0 {
			t.Errorf("%s is published: %v", c.Name, c.HostConfig.PortBindings)
		}
		for port, bindings := range c.HostConfig.PortBindings {
			for _, binding := range bindings {
				if binding.HostIP != "127.0.0.1" {
					t.Errorf("%s: %s is published on %q", c.Name, port, binding.HostIP)
				}
			}
		}
	}
}

type listed struct{ ID, Text string }

func composeFlow(t *testing.T, b *browser.Browser) {
	b.Open(composeClient+"/login").Login("alice", "wonderland")
	if b.Has(allow) {
		b.Approve()
	}
	if b.Status() != http.StatusOK || b.At().String() != composeClient+"/" {
		t.Fatalf("sign-in ended at %s (%d): %s", b.At(), b.Status(), b.Text())
	}
	for _, h := range b.Hops() {
		if h.URL.Path == "/callback" && h.URL.Query().Get("iss") != composeIssuer {
			t.Errorf("iss %q, want %s", h.URL.Query().Get("iss"), composeIssuer)
		}
	}
	added := b.Fetch(http.MethodPost, "/api/notes", `{"text":"milk"}`)
	note, err := browser.Decode[listed](added)
	if added.Status != http.StatusCreated || err != nil || note.Text != "milk" {
		t.Fatalf("add: got %d %s", added.Status, added.Body)
	}
	if got := b.Fetch(http.MethodGet, "/api/notes", ""); got.Status != http.StatusOK || !strings.Contains(got.Body, note.ID) {
		t.Errorf("read: got %d %s", got.Status, got.Body)
	}
	if got := b.Fetch(http.MethodDelete, "/api/notes/"+url.PathEscape(note.ID), ""); got.Status != http.StatusNoContent {
		t.Errorf("delete: got %d %s", got.Status, got.Body)
	}
	if got := b.Fetch(http.MethodGet, composeAPI+"/notes", "", browser.With("Origin", "")); got.Status != http.StatusUnauthorized {
		t.Errorf("the resource server without a token: got %d", got.Status)
	}
}

// composeSignOut ends a session at the authorization server. The logout token goes from one
// container to another.
func composeSignOut(t *testing.T) {
	b := browser.New(t).Open(composeClient+"/login").Login("bob", "builder")
	if b.Has(allow) {
		b.Approve()
	}
	if got := b.Fetch(http.MethodGet, "/api/notes", ""); got.Status != http.StatusOK {
		t.Fatalf("signed in: got %d %s", got.Status, got.Body)
	}
	b.Open(composeIssuer+"/account").Press("end", "everything")
	if got := b.Open(composeClient+"/").Fetch(http.MethodGet, "/api/notes", ""); got.Status != http.StatusUnauthorized {
		t.Errorf("signed out: got %d %s, want 401", got.Status, got.Body)
	}
}

func composeRedis(t *testing.T, b *browser.Browser) {
	b.Fetch(http.MethodPost, "/api/notes", `{"text":"kept"}`)
	docker(t, "compose", "stop", "redis")
	began := time.Now()
	got := b.Fetch(http.MethodGet, "/api/notes", "")
	if took := time.Since(began); got.Status != http.StatusServiceUnavailable || got.Header.Get("Retry-After") == "" || took > 3*time.Second {
		t.Errorf("got %d, Retry-After %q, after %s", got.Status, got.Header.Get("Retry-After"), took)
	}
	if len(got.Cookies()) > 0 {
		t.Errorf("cookies were set: %v", got.Cookies())
	}
	docker(t, "compose", "start", "redis")
	for deadline := time.Now().Add(15 * time.Second); ; time.Sleep(200 * time.Millisecond) {
		got = b.Fetch(http.MethodGet, "/api/notes", "")
		if got.Status == http.StatusOK {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("after 15 s: got %d %s", got.Status, got.Body)
		}
	}
	if !strings.Contains(got.Body, "kept") {
		t.Errorf("the notes are not what they were: %s", got.Body)
	}
}
