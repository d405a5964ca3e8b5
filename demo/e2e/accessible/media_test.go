package accessible_test

import "testing"

// moving lists the elements with an animation or transition that lasts over 10 ms.
const moving = `JSON.stringify([...document.querySelectorAll("*")].filter((e) => {
  const s = getComputedStyle(e), long = (list) => list.split(",").some((one) => parseFloat(one) * (one.includes("ms") ? 1 : 1000) > 10);
  return s.animationName !== "none" && long(s.animationDuration) || long(s.transitionDuration) || s.scrollBehavior === "smooth";
}).slice(0, 5).map((e) => e.outerHTML.slice(0, 160)))`

// onPaper lists what is wrong with a printed page: dark paper, parts that cover text, controls.
const onPaper = `JSON.stringify([
  ...[...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && ["fixed", "sticky"].includes(getComputedStyle(e).position)).map((e) => "covers text: " + e.outerHTML.slice(0, 120)),
  ...[...document.querySelectorAll("button, input, select, nav, .skip")].filter((e) => e.checkVisibility() && e.getBoundingClientRect().height > 1).map((e) => "a control: " + e.outerHTML.slice(0, 120)),
  ...[getComputedStyle(document.body).color].filter((c) => { const [r, g, b] = c.match(/[\d.]+/g).map(Number); return c.startsWith("rgb") && r + g + b > 300; }).map((c) => "light ink: " + c),
])`

// TestBrowserMotionAndPrint checks that pages stand still for readers who asked for it, and that a
// printed page is dark text without controls, also in the dark theme.
func TestBrowserMotionAndPrint(t *testing.T) {
	w := start(t)
	w.fail(t)
	w.use(t, 4)
	kinds, addresses := w.screens(t)
	for _, kind := range kinds {
		w.b.Open(addresses[kind])
		w.b.Media("prefers-reduced-motion", "reduce")
		for _, problem := range list(t, w.b, moving) {
			t.Errorf("%s moves: %s", kind, problem)
		}
		w.b.Print("prefers-color-scheme", "dark")
		for _, problem := range list(t, w.b, onPaper) {
			t.Errorf("%s, printed: %s", kind, problem)
		}
		w.b.Media()
	}
}
