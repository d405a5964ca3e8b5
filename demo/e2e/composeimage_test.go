package e2e_test

import (
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"quartet.example/demo/e2e/browser"
	"quartet.example/shared/localnet"
	"quartet.example/shared/porttest"
	"quartet.example/shared/waittest"
)

const maxImage = 30_000_000 // bytes

// TestComposeImageRunsAlone runs the image of the authorization server without Redis, files or other
// containers, as a test suite does.
func TestComposeImageRunsAlone(t *testing.T) {
	if os.Getenv("COMPOSE") != "required" {
		t.Skip("COMPOSE=required builds and runs the image")
	}
	docker(t, "build", "--build-arg", "SERVICE=authserver", "--tag", "quartet/authserver", ".")
	size, err := strconv.Atoi(strings.TrimSpace(docker(t, "image", "inspect", "--format", "{{.Size}}", "quartet/authserver")))
	if err != nil || size > maxImage {
		t.Errorf("the image has %d bytes (%v), more than %d", size, err, maxImage)
	}
	t.Run("with the built-in seed", func(t *testing.T) {
		issuer, id := runImage(t, "--env", "CONTROL_TOKEN=a-token-for-programs-on-the-host")
		docker(t, "exec", id, "/authserver", "health")
		imageFlow(t, issuer)
		imageFlow(t, issuer+"/tenant")
		for token, want := range map[string]int{"": http.StatusUnauthorized, "a-token-for-programs-on-the-host": http.StatusOK} {
			if got := imageClock(t, issuer, token); got != want {
				t.Errorf("control API from the host, token %q: got %d, want %d", token, got, want)
			}
		}
	})
	t.Run("with a seed in the environment", func(t *testing.T) {
		issuer, _ := runImage(t, "--env", `SEED={"clients": [{"client_id": "mine", "client_secret": "mine-secret", "grant_types": ["client_credentials"]}]}`)
		imageToken(t, issuer, "mine", "mine-secret", http.StatusOK)
		imageToken(t, issuer, "service", "service-dev-secret-not-for-production", http.StatusUnauthorized)
	})
}

// runImage runs a container whose port is published at a free port, and waits until Docker calls it
// healthy. ISSUER is all that says so. It returns the issuer and the id of the container.
func runImage(t *testing.T, options ...string) (issuer, id string) {
	t.Helper()
	_, port, err := net.SplitHostPort(porttest.Address(t))
	if err != nil {
		t.Fatal(err)
	}
	issuer = "http://localhost:" + port
	args := append([]string{"run", "--detach", "--publish", "127.0.0.1:" + port + ":9000", "--env", "ISSUER=" + issuer}, options...)
	id = strings.TrimSpace(docker(t, append(args, "quartet/authserver")...))
	t.Cleanup(func() { _ = exec.Command("docker", "rm", "--force", id).Run() }) // t.Context has ended
	waittest.Until(t, "the container is healthy", func() bool {
		return strings.TrimSpace(docker(t, "inspect", "--format", "{{.State.Health.Status}}", id)) == "healthy"
	})
	return issuer, id
}

// imageFlow signs alice in.
func imageFlow(t *testing.T, issuer string) {
	t.Helper()
	b := browser.New(t).Open(issuer + "/.well-known/openid-configuration")
	if !strings.Contains(b.Last().Body, `"issuer":"`+issuer+`"`) {
		t.Fatalf("metadata of %s: got %d %s", issuer, b.Status(), b.Last().Body)
	}
	b.Open(issuer+"/account").Login("alice", "wonderland")
	if b.Status() != http.StatusOK || b.At().String() != issuer+"/account" {
		t.Errorf("sign-in at %s ended at %s (%d): %s", issuer, b.At(), b.Status(), b.Text())
	}
}

// imageToken requests a token with the client credentials grant.
func imageToken(t *testing.T, issuer, client, secret string, want int) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, issuer+"/token", strings.NewReader(url.Values{"grant_type": {"client_credentials"}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(client, secret)
	if got := statusOf(t, r); got != want {
		t.Errorf("token of %s: got %d, want %d", client, got, want)
	}
}

// imageClock reads the clock with the control API. The host is another machine for the container.
func imageClock(t *testing.T, issuer, token string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, issuer+"/control/clock", nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return statusOf(t, r)
}

func statusOf(t *testing.T, r *http.Request) int {
	t.Helper()
	resp, err := localnet.HTTPClient(waittest.Patience).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	return resp.StatusCode
}
