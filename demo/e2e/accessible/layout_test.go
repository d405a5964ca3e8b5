package accessible_test

import (
	"encoding/json"
	"testing"

	"quartet.example/demo/e2e/chromium"
)

// spaced applies the text spacing of WCAG 2.2 §1.4.12. A constructed stylesheet is not subject to the
// content security policy.
const spaced = `(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
  document.adoptedStyleSheets = [sheet];
  return "";
})()`

// clipped lists the elements whose text is cut off.
const clipped = `JSON.stringify([...document.querySelectorAll("body *")].filter((e) => {
  const style = getComputedStyle(e);
  if (e.closest("svg, .vh, .skip, [hidden]") || !e.checkVisibility() || e.clientWidth < 2) return false;
  const hidden = (o) => o === "hidden" || o === "clip";
  const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  return own && style.textOverflow !== "ellipsis" && (hidden(style.overflowX) && e.scrollWidth > e.clientWidth + 1 || hidden(style.overflowY) && e.scrollHeight > e.clientHeight + 1);
}).map((e) => e.outerHTML.slice(0, 160)))`

// tooWide lists the elements that reach beyond the right edge, if the page scrolls sideways.
const tooWide = `JSON.stringify(document.documentElement.scrollWidth <= innerWidth ? [] : [document.documentElement.scrollWidth + " px",
  ...[...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1 && !e.children.length).slice(0, 5).map((e) => e.outerHTML.slice(0, 160))])`

// tooSmall lists controls under 24 by 24 pixels (WCAG 2.2 §2.5.8). Links in a sentence are exempt, and
// a tick box whose label is large enough.
const tooSmall = `JSON.stringify([...document.querySelectorAll("button, summary, select, textarea, input:not([type=hidden]), nav a, [role=button], [role=tab]")].filter((e) => {
  if (!e.checkVisibility({visibilityProperty: true}) || e.closest(".vh")) return false;
  const box = (e.labels?.length && e.type === "checkbox" ? e.labels[0] : e).getBoundingClientRect();
  return box.width < 24 || box.height < 24;
}).map((e) => { const r = e.getBoundingClientRect(); return r.width.toFixed(1) + "x" + r.height.toFixed(1) + " " + e.outerHTML.slice(0, 160) }))`

// list evaluates a script that returns a JSON list of text.
func list(t *testing.T, b *chromium.Browser, script string) (all []string) {
	t.Helper()
	if err := json.Unmarshal([]byte(b.Evaluate(script)), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// layout checks the open page at 320 px, which is also a window of 1280 px at 400 % zoom (WCAG 2.2
// §1.4.10), and at 1280 and 1920 px.
func layout(t *testing.T, b *chromium.Browser, name string) {
	t.Helper()
	for _, width := range []int64{320, 1280, 1920} {
		b.Window(width, 800)
		for _, problem := range list(t, b, tooWide) {
			t.Errorf("%s at %d px scrolls sideways: %s", name, width, problem)
		}
		for _, problem := range list(t, b, tooSmall) {
			t.Errorf("%s at %d px: a small target: %s", name, width, problem)
		}
	}
	for _, width := range []int64{1280, 320} {
		b.Window(width, 800)
		b.Evaluate(spaced)
		for _, problem := range append(list(t, b, tooWide), list(t, b, clipped)...) {
			t.Errorf("%s at %d px with more space in the text: %s", name, width, problem)
		}
	}
	b.Evaluate(`document.adoptedStyleSheets = []; ""`)
	b.Window(1280, 800)
}

// TestBrowserLayout checks reflow, targets and text spacing on each page of the inspector.
func TestBrowserLayout(t *testing.T) {
	w := start(t)
	w.fail(t)
	w.use(t, 4)
	kinds, addresses := w.screens(t)
	for _, kind := range kinds {
		w.b.Open(addresses[kind])
		layout(t, w.b, kind)
	}
}
