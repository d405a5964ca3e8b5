package presenting_test

import (
	"fmt"
	"testing"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
	"quartet.example/inspector/present"
)

// below is how many pixels of the page are below the window, and smallest is the size of the smallest text.
const (
	below    = `String(document.documentElement.scrollHeight - innerHeight)`
	smallest = `String(Math.floor(Math.min(...[...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && e.offsetWidth > 1 && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())).map((e) => parseFloat(getComputedStyle(e).fontSize)))))`
)

// Each step fits on a projector without scrolling, at 16:9 and 4:3, with letters of at least 24 px at 1080p,
// and has no violation of WCAG in either theme.
func TestBrowserEachStepFitsOnTheWall(t *testing.T) {
	each(t, func(t *testing.T, s *rig.Stack, b *chromium.Browser, script present.Script) {
		for i := range script.Steps {
			for _, theme := range []string{"light", "dark"} {
				b.Open(fmt.Sprintf("%s/present/%s?step=%d&source=recorded&theme=%s", s.Inspector, script.Name, i+1, theme))
				b.Await("html[data-ready]")
				for _, size := range [][2]int64{{1920, 1080}, {1600, 1200}, {1024, 768}} {
					b.Window(size[0], size[1])
					if got := b.Evaluate(below); got != "0" {
						t.Errorf("step %d at %d x %d: %s px are below the window", i+1, size[0], size[1], got)
					}
				}
				for _, f := range b.Axe().Violations {
					t.Errorf("step %d, %s: %s of %s: %s", i+1, theme, f.Rule, f.Target, f.Why)
				}
			}
			b.Window(1920, 1080)
			if got := b.Evaluate(smallest); len(got) != 2 || got < "24" {
				t.Errorf("step %d: the smallest text has %s px, want 24", i+1, got)
			}
		}
	})
}
