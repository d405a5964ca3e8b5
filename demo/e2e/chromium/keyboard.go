package chromium

import (
	"encoding/json"
	"fmt"

	"github.com/chromedp/chromedp"
)

// The names of keys for Press.
const (
	Enter     = "\r"
	Tab       = "\t"
	Escape    = "\u001b"
	ArrowDown = "\u0301" // the code of chromedp
	PageDown  = "\u0307"
	PageUp    = "\u0308"
)

// Press presses keys one after the other. They go to the element with the focus.
func (b *Browser) Press(keys string) {
	b.t.Helper()
	b.do("press keys", chromedp.KeyEvent(keys))
}

// AwaitFocus waits until the element that the selector finds has the focus.
func (b *Browser) AwaitFocus(selector string) {
	b.t.Helper()
	b.Await(selector) // the page may still be loading
	ctx, cancel := b.limit()
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](focused(selector))); err != nil {
		b.t.Fatalf("wait for the focus of %s, at %s: %v", selector, b.Address(), err)
	}
}

// TabTo presses Tab until the element that the selector finds has the focus. It fails the test
// unless the focus is visible by an outline of the element or of one around it (WCAG 2.2 §2.4.7).
func (b *Browser) TabTo(selector string) {
	b.t.Helper()
	for range 150 {
		if b.Evaluate("String("+focused(selector)+")") == "true" {
			if b.Evaluate(outlined) != "true" {
				b.t.Errorf("%s has the focus, and nobody sees it", selector)
			}
			return
		}
		b.Press(Tab)
	}
	b.t.Fatalf("Tab never comes to %s, at %s", selector, b.Address())
}

const outlined = `(() => {
  for (let e = document.activeElement; e && e !== document.body; e = e.parentElement) if (getComputedStyle(e).outlineStyle !== "none") return "true";
  return "false";
})()`

func focused(selector string) string {
	raw, _ := json.Marshal(selector)
	return fmt.Sprintf("document.activeElement.matches(%s)", raw)
}
