package overtls_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"quartet.example/demo/e2e/chromium"
)

const (
	allow   = `button[value="allow"]`
	signOut = `form[action="/logout"] button`
)

// A browser whose user trusts the CA must show no warning: its rules for certificates are stricter
// than those of Go.
func TestBrowserTrustsTheCA(t *testing.T) {
	r, home, _ := start(t)
	trust(t, home, caFile(t, r))
	b := chromium.Start(t)
	b.Open(r.Settings.Client.PublicURL + "/login")
	b.Type(`input[name="username"]`, "alice")
	b.Type(`input[name="password"]`, "wonderland")
	b.Click(`button[value="sign-in"]`, allow)
	b.Click(allow, signOut)
	b.Open(r.Settings.Inspector.PublicURL + "/")
	b.AwaitText("main", "Sign-in")
	for _, problem := range b.Problems() {
		t.Errorf("console: %s", problem)
	}
}

// trust adds the CA to the list of the user, where Chromium looks. It is the command of docs/tls.md.
func trust(t *testing.T, home, ca string) {
	t.Helper()
	list := filepath.Join(home, ".pki", "nssdb")
	if err := os.MkdirAll(list, 0o700); err != nil {
		t.Fatal(err)
	}
	program := find(t, "certutil")
	for _, args := range [][]string{
		{"-d", "sql:" + list, "-N", "--empty-password"},
		{"-d", "sql:" + list, "-A", "-t", "C,,", "-n", "quartet", "-i", ca},
	} {
		if said, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput(); err != nil {
			t.Fatalf("certutil: %v: %s", err, said)
		}
	}
}
