package e2e_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

// TestBrowserExportedPageNeedsNoNetwork signs in, exports the flow as HTML, stops the whole stack, and opens the
// file at a message. The browser must request nothing but the file, and its policy must not be violated.
func TestBrowserExportedPageNeedsNoNetwork(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	s.SignIn(t)
	var file string
	waittest.Until(t, "the sign-in is recorded", func() bool {
		b.Open(s.Inspector)
		file = b.Evaluate(`document.querySelector('.export a[href$=".html"]')?.href ?? ""`)
		return file != "" && strings.Contains(b.Text("body"), "/callback")
	})
	body := fetched(t, file)
	name := filepath.Join(t.TempDir(), "flow.html")
	if err := os.WriteFile(name, body, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes", len(body))
	offline := chromium.Start(t)
	offline.Open("file://" + name + "#hop-3")
	offline.Await("#hop-3")
	if got := offline.Evaluate(`document.querySelector('.row [aria-current]').getAttribute("href")`); got != "#hop-3" {
		t.Errorf("the diagram marks %s", got)
	}
	offline.Evaluate(`location.hash = "hop-5", "x"`)
	offline.Await("#hop-5")
	for _, request := range offline.Requests() {
		if !strings.HasPrefix(request, "file://"+name) {
			t.Errorf("the file requests %s", request)
		}
	}
	for _, problem := range offline.Problems() {
		t.Errorf("console: %s", problem)
	}
	offline.Picture("export", chromium.Everywhere)
	offline.Click("[data-all]", "#hop-1")
	accessible(t, offline)
}

// accessible fails the test for each violation of WCAG that axe finds.
func accessible(t *testing.T, b *chromium.Browser) {
	t.Helper()
	for _, f := range b.Axe().Violations {
		t.Errorf("%s: %s: %s: %s", b.Address(), f.Rule, f.Target, f.Why)
	}
}

func fetched(t *testing.T, address string) []byte {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := localnet.HTTPClient(waittest.Patience).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v", address, resp.StatusCode, err)
	}
	return body
}

// menuMoves closes and opens the menu, and returns by how much the diagram moves. It is one step for the
// browser, so that no live update comes in between.
const menuMoves = `(() => {
  const menu = document.querySelector(".toolbar .export"), top = () => document.querySelector(".lanes").getBoundingClientRect().top;
  menu.open = false;
  const closed = top();
  menu.open = true;
  return String(top() - closed);
})()`

// TestBrowserMakesPicture makes a PNG of a diagram in the browser, and looks at the pages to share flows.
func TestBrowserMakesPicture(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	s.SignIn(t)
	waittest.Until(t, "the sign-in is recorded", func() bool {
		b.Open(s.Inspector)
		return strings.Contains(b.Text("body"), "/callback")
	})
	b.Click(".export summary", ".export[open] [data-png]")
	if moved := b.Evaluate(menuMoves); moved != "0" {
		t.Errorf("the menu moves the diagram by %s px", moved)
	}
	b.Picture("menu", chromium.Everywhere)
	accessible(t, b)
	b.Press(chromium.Escape)
	b.AwaitFocus(".export:not([open]) summary")
	b.Click(".export summary", ".export[open] [data-png]")
	b.Click("[data-png]", "[data-note]")
	b.AwaitText("[data-note]", "saved")
	id := b.Evaluate(`document.querySelector("[data-png]").dataset.png.match(/[0-9-]+/)[0]`)
	b.Open(s.Inspector + "/compare?a=" + id + "&b=" + id)
	b.AwaitText("h2", "The messages are the same")
	b.Picture("compare", chromium.Everywhere)
	accessible(t, b)
	b.Open(s.Inspector + "/import")
	b.Picture("import", chromium.Everywhere)
	accessible(t, b)
	for _, problem := range b.Problems() {
		t.Errorf("console: %s", problem)
	}
}
