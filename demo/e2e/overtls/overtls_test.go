package overtls_test

import (
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quartet.example/demo/stack"
)

// Programs whose cookie jars keep no Secure cookies from http must be able to sign in, use the API,
// and be signed out by the authorization server. The services reach each other over https too.
func TestASignInWithOtherCookieJars(t *testing.T) {
	r, _, _ := start(t)
	for name, newVisitor := range map[string]func(*testing.T, *stack.Running) visitor{
		"Go's cookiejar":          newGolang,
		"curl":                    newCurl,
		"Python's http.cookiejar": newPython,
	} {
		t.Run(name, func(t *testing.T) {
			v := newVisitor(t, r)
			app := r.Settings.Client.PublicURL
			if p := signIn(t, v, r.Settings); p.Status != http.StatusOK || p.At != app+"/" || !strings.HasPrefix(p.At, "https://") {
				t.Fatalf("the sign-in ended at %s (%d)", p.At, p.Status)
			}
			wantNotes(t, v, app, http.StatusOK)
			v.get(t, r.Settings.Authserver.Issuer+"/account").submit(t, v, `button[value="everything"]`, url.Values{"end": {"everything"}})
			wantNotes(t, v, app, http.StatusUnauthorized)
		})
	}
}

func wantNotes(t *testing.T, v visitor, app string, want int) {
	t.Helper()
	if p := v.get(t, app+"/api/notes"); p.Status != want {
		t.Errorf("notes: got %d, want %d: %.500s", p.Status, want, p.Body)
	}
}

// Strict-Transport-Security for localhost would make browsers use https for every other program there.
func TestNoServiceSendsHSTS(t *testing.T) {
	r, _, _ := start(t)
	client := r.Settings.HTTP(0)
	defer client.CloseIdleConnections()
	for _, s := range r.Settings.Services() {
		for _, path := range []string{"/", "/readyz", "/nothing"} {
			resp, err := client.Get(s.URL + path)
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			if got := resp.Header["Strict-Transport-Security"]; got != nil || resp.TLS == nil || resp.ProtoMajor != 2 {
				t.Errorf("%s%s: got %q and HTTP/%d", s.URL, path, got, resp.ProtoMajor)
			}
		}
	}
}

// The only file is the certificate of the CA, and it goes when the stack stops.
func TestNoKeyIsOnTheDisk(t *testing.T) {
	r, home, stop := start(t)
	if files := filesIn(t, home); len(files) != 1 || files[0] != caFile(t, r) {
		t.Errorf("got files %v", files)
	}
	text, err := os.ReadFile(caFile(t, r))
	if err != nil || strings.Count(string(text), "-----BEGIN ") != 1 || !strings.HasPrefix(string(text), "-----BEGIN CERTIFICATE-----") {
		t.Errorf("got %v and %s, want one certificate", err, text)
	}
	stop()
	if files := filesIn(t, home); len(files) != 0 {
		t.Errorf("after the stop there are files: %v", files)
	}
}

func filesIn(t *testing.T, folder string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
