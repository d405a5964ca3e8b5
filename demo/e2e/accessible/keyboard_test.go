package accessible_test

import (
	"testing"

	"quartet.example/demo/e2e/chromium"
)

// stop describes the element with the focus: "" if its outline, or that of an element around it, is
// in the window and not covered.
const stop = `(() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return "end";
  const name = e.outerHTML.slice(0, 140);
  let ring = e;
  while (ring && getComputedStyle(ring).outlineStyle === "none" && ![...(ring.labels ?? [])].some((l) => getComputedStyle(l).outlineStyle !== "none")) ring = ring.parentElement;
  if (!ring || ring === document.body) return "the focus cannot be seen: " + name;
  const box = ring.getBoundingClientRect();
  if (box.bottom <= 0 || box.top >= innerHeight) return "the focus is outside of the window: " + name;
  const y = Math.min(Math.max((box.top + box.bottom) / 2, 1), innerHeight - 2), x = Math.min(Math.max((box.left + box.right) / 2, 1), innerWidth - 2);
  const seen = document.elementFromPoint(x, y);
  if (seen && !ring.contains(seen) && !seen.contains(ring)) return "the focus is hidden by " + seen.outerHTML.slice(0, 80) + ": " + name;
  return "";
})()`

// tabThrough presses Tab until the focus has left the page or the first 60 elements are done. Each
// must show the focus (WCAG 2.2 §2.4.7) in a place that nothing covers (§2.4.11).
func tabThrough(t *testing.T, b *chromium.Browser, name string) {
	t.Helper()
	stops := 0
	for range 60 {
		b.Press(chromium.Tab)
		problem := b.Evaluate(stop)
		if problem == "end" {
			break
		}
		if stops++; problem != "" {
			t.Errorf("%s: %s", name, problem)
		}
	}
	if stops < 3 {
		t.Errorf("%s: only %d elements take the focus", name, stops)
	}
}

// TestBrowserFocus goes through each page of the inspector with the Tab key, in a small window,
// where parts that stay in place cover most.
func TestBrowserFocus(t *testing.T) {
	w := start(t)
	w.fail(t)
	w.use(t, 6)
	kinds, addresses := w.screens(t)
	for _, kind := range kinds {
		w.b.Open(addresses[kind])
		w.b.Window(1280, 500)
		tabThrough(t, w.b, kind)
	}
	w.b.Window(390, 600)
	w.b.Open(addresses["/hops/{id}"])
	tabThrough(t, w.b, "/hops/{id} on a phone")
}
