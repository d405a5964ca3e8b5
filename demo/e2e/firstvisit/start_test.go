package firstvisit_test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"quartet.example/shared/localnet"
	"quartet.example/shared/porttest"
	"quartet.example/shared/waittest"
)

// startAll is `make demo`: quartet up names four addresses, each is ready, and quartet doctor agrees.
// The ports differ from those of the README, because the demo may run on this machine.
func startAll(t *testing.T, v *visitor) {
	command := v.quartet
	env, urls := ports(t)
	up := exec.CommandContext(t.Context(), command, "up")
	up.Env = env
	up.Cancel = func() error { return up.Process.Signal(os.Interrupt) }
	file, err := os.Create(filepath.Join(t.TempDir(), "said"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	up.Stdout, up.Stderr = file, file
	if err := up.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = up.Process.Signal(os.Interrupt); _ = up.Wait() }()
	said := func() string { text, _ := os.ReadFile(file.Name()); return string(text) }
	waittest.Until(t, "quartet says that it is up", func() bool { return strings.Contains(said(), "Quartet is up") })
	for _, url := range urls {
		if !strings.Contains(said(), url) {
			t.Errorf("quartet up does not say %s", url)
		}
		resp, err := localnet.HTTPClient(waittest.Patience).Get(url + "/readyz")
		if err != nil || resp.StatusCode != 200 {
			t.Fatalf("%s: %v %v", url, resp, err)
		}
		_ = resp.Body.Close()
	}
	doctor := exec.CommandContext(t.Context(), command, "doctor")
	doctor.Env = env
	if out, err := doctor.CombinedOutput(); err != nil {
		t.Errorf("quartet doctor: %v\n%s", err, out)
	}
}

// build builds the quartet command and returns its path.
func build(t *testing.T) string {
	t.Helper()
	command := filepath.Join(t.TempDir(), "quartet")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", command, "quartet.example/demo").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return command
}

// ports returns an environment in which the four services have free ports, and their URLs.
func ports(t *testing.T) (env, urls []string) {
	t.Helper()
	names := []string{"app", "auth", "api", "inspect"}
	listen := make([]string, len(names))
	for i, name := range names {
		listen[i] = porttest.Address(t)
		_, port, err := net.SplitHostPort(listen[i])
		if err != nil {
			t.Fatal(err)
		}
		urls = append(urls, "http://"+name+".localhost:"+port)
	}
	env = append(os.Environ(), "REDIS_URL=", "PROFILE=dev",
		"CLIENT_LISTEN="+listen[0], "AUTHSERVER_LISTEN="+listen[1], "RESOURCESERVER_LISTEN="+listen[2], "INSPECTOR_LISTEN="+listen[3],
		"CLIENT_PUBLIC_URL="+urls[0], "ISSUER="+urls[1], "RESOURCESERVER_RESOURCE="+urls[2], "CLIENT_API_URL="+urls[2], "INSPECTOR_PUBLIC_URL="+urls[3],
		"INSPECTOR_CLIENT_URL="+urls[0], "INSPECTOR_AUTHSERVER_URL="+urls[1], "INSPECTOR_RESOURCESERVER_URL="+urls[2])
	return env, urls
}

// findRoles reads the list of services on the first page of the inspector.
func findRoles(t *testing.T, v *visitor) {
	v.b.Open(v.Inspector)
	for name, url := range map[string]string{"Client": v.Client, "Authorization server": v.Behind, "Resource server": v.API} {
		if got := v.b.Evaluate(`[...document.querySelectorAll(".stack li")].find((li) => li.querySelector("a[href='` + url + `']"))?.textContent ?? "none"`); !strings.Contains(got, name) || !strings.Contains(got, "ready") {
			t.Errorf("%s: got %q, want %s, ready", url, got, name)
		}
	}
}
