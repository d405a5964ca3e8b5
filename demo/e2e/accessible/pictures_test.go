package accessible_test

import (
	"net/http"
	"os"
	"testing"

	"quartet.example/demo/e2e/chromium"
)

// TestBrowserPictures writes pictures of the screens of the inspector of which no other test has one.
func TestBrowserPictures(t *testing.T) {
	if os.Getenv("SCREENSHOTS") == "" {
		t.Skip("SCREENSHOTS is not set")
	}
	w := start(t)
	w.clear(t)
	w.b.Open(w.Inspector)
	w.b.Picture("screen-empty", chromium.Everywhere)
	w.fail(t)
	user := w.SignIn(t)
	w.recorded(t, 12)
	w.b.Open(w.Inspector)
	w.b.Await("#rows a.cover")
	user.Fetch(http.MethodGet, "/api/notes", "")
	w.b.AwaitText("#rows", "/notes") // appears by itself
	w.b.Picture("screen-live", chromium.Everywhere)
	w.bring(t)
	_, addresses := w.screens(t)
	for name, kind := range map[string]string{
		"flow": "/flows/{id}", "messages": "/messages", "state": "/state", "glossary": "/glossary", "rfcs": "/rfcs",
		"thread": "/flows/{id}?thread", "imported": "/imported/{id}",
	} {
		if addresses[kind] == "" {
			t.Errorf("there is no page %s", kind)
			continue
		}
		w.b.Open(addresses[kind])
		w.b.Picture("screen-"+name, chromium.Everywhere)
	}
	w.b.Open(w.Inspector + "/messages?refused=1&find=/token")
	w.b.Open(w.b.Evaluate(`document.querySelector("a.cover").href`))
	w.b.Picture("screen-refused", chromium.Everywhere)
	w.b.Open(w.Inspector + "/t/0123456789abcdef0123456789abcdef/0123456789abcdef?again=1")
	w.b.Picture("screen-unrecorded", chromium.Everywhere)
	for range 125 {
		for _, path := range []string{"/api/whoami", "/api/notes"} {
			user.Fetch(http.MethodGet, path, "")
		}
	}
	w.recorded(t, 500)
	w.b.Open(w.Inspector)
	w.b.Picture("screen-long", chromium.Everywhere)
}
