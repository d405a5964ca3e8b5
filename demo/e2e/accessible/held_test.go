package accessible_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"testing"
	"time"

	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

// step sets step mode.
func (w world) step(t *testing.T, mode, path string) {
	t.Helper()
	resp, err := client().PostForm(w.Inspector+"/step", url.Values{"mode": {mode}, "path": {path}})
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
}

// bring imports the flow of the newest sign-in as a file, so that the pages about imported flows are there.
func (w world) bring(t *testing.T) {
	t.Helper()
	w.b.Open(w.Inspector)
	path := w.b.Evaluate(`document.querySelector(".export a[href$='.jsonl']").getAttribute("href")`)
	resp, err := client().Get(w.Inspector + path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", "flow.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(file, resp.Body); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	imported, err := client().Post(w.Inspector+"/import", form.FormDataContentType(), &body)
	if err != nil || imported.StatusCode != http.StatusOK {
		t.Fatalf("import: %v %v", imported, err)
	}
	_ = imported.Body.Close()
}

// TestBrowserAxeHeld checks the first page and the page about a message while step mode holds an
// authorization request.
func TestBrowserAxeHeld(t *testing.T) {
	w := start(t)
	w.use(t, 2)
	w.step(t, "path", "/authorize")
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		if resp, err := localnet.HTTPClient(5 * time.Minute).Get(w.Issuer + "/authorize?client_id=nobody"); err == nil {
			_ = resp.Body.Close()
		}
	}()
	waittest.Until(t, "the request is held", func() bool {
		w.b.Open(w.Inspector)
		return w.b.Evaluate(`String(document.querySelectorAll(".is-held").length)`) != "0"
	})
	check(t, w.b, "/ with a held message", few[1:])
	layout(t, w.b, "/ with a held message")
	w.b.Open(w.b.Evaluate(`document.querySelector(".is-held a.cover").href`))
	check(t, w.b, "/hops/{id}, held", few[:2])
	tabThrough(t, w.b, "/hops/{id}, held")
	w.step(t, "off", "")
	waittest.Closed(t, "the message is released", answered)
}
