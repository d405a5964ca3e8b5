package firstvisit_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// file downloads a file of the sign-in.
func (v *visitor) file(t *testing.T, extension string) string {
	t.Helper()
	v.signIn(t)
	path := v.b.Evaluate(`document.querySelector(".export a[href$='` + extension + `']")?.getAttribute("href") ?? ""`)
	if path == "" {
		t.Fatalf("the page does not offer %s", extension)
	}
	resp := fetch(t, v.Inspector+path)
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 200 {
		t.Fatalf("%s: %d %v", path, resp.StatusCode, err)
	}
	return string(text)
}

// exportHTML opens the exported page from disk. It must request nothing.
func exportHTML(t *testing.T, v *visitor) {
	v.b.Await(".export")
	text := v.file(t, ".html")
	if n := len(text); n > 150<<10 {
		t.Errorf("got %d bytes, want at most 150 KiB", n)
	}
	name := filepath.Join(t.TempDir(), "flow.html")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	v.b.Open("about:blank") // the page of the inspector follows the recording
	v.b.Forget()
	before := len(v.b.Requests())
	v.b.Offline(true)
	defer v.b.Offline(false)
	v.b.Open("file://" + name)
	v.b.AwaitText("body", "POST /token")
	for _, address := range v.b.Requests()[before:] {
		if !strings.HasPrefix(address, "file://"+name) && !strings.HasPrefix(address, "data:") {
			t.Errorf("the exported page requests %s", address)
		}
	}
	for _, problem := range v.b.Problems() {
		t.Errorf("console of the exported page: %s", problem)
	}
}

// exportMermaid gets a diagram that a README shows.
func exportMermaid(t *testing.T, v *visitor) {
	text := v.file(t, ".mmd")
	for _, want := range []string{"sequenceDiagram", "accTitle", "POST /token"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in the diagram", want)
		}
	}
}
