package e2e_test

import (
	"net/http"
	"testing"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
)

// TestBrowserShowsTheState opens the page about what each role holds. It must show a new session by
// itself, have a link from a fingerprint to its messages, fit each window, and break no rule of axe while it shows something.
func TestBrowserShowsTheState(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	b.Open(s.Inspector + "/state")
	b.AwaitText("#client .nothing", "sessions")
	s.SignIn(t).Fetch(http.MethodGet, "/api/notes", "")
	b.AwaitText("#client .holding h3", "Sessions")
	b.AwaitText("#authserver .tree .head", "Refresh token, generation 1")
	b.AwaitText("#browser h3", "Cookies for app.localhost")
	for _, width := range []int64{320, 390, 768, 1280, 1920} {
		b.Window(width, 900)
		if over := b.Evaluate(`String(document.documentElement.scrollWidth > document.documentElement.clientWidth)`); over != "false" {
			t.Errorf("%d px: the page scrolls sideways", width)
		}
		for _, theme := range []string{"light", "dark"} {
			b.Media("prefers-color-scheme", theme)
			for _, f := range b.Axe().Violations {
				t.Errorf("%d px, %s: %+v", width, theme, f)
			}
		}
	}
	b.Click("#authserver .tree .find", ".flows .hop")
	for _, problem := range b.Problems() {
		t.Errorf("console of the inspector: %s", problem)
	}
}
