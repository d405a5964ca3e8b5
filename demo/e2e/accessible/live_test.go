package accessible_test

import (
	"net/http"
	"strconv"
	"testing"

	"quartet.example/shared/waittest"
)

// listen counts what the live region says, and how often that changes in one second at most.
const listen = `(() => {
  const region = document.querySelector("[data-say]");
  window.said = [];
  new MutationObserver(() => said.push([performance.now(), region.textContent])).observe(region, {childList: true, characterData: true, subtree: true});
  return region.getAttribute("role") + " " + (region.getAttribute("aria-live") ?? "polite");
})()`

// hasty counts pairs of announcements that are less than 900 ms apart.
const hasty = `String(said.filter(([at], i) => i > 0 && at - said[i - 1][0] < 900).length)`

// TestBrowserLiveRegion sends messages while the page about a flow is open. A screen reader hears at
// most one sentence per second (WCAG 2.2 §4.1.3), and the reader can pause the page without pausing
// the recording (§2.2.2).
func TestBrowserLiveRegion(t *testing.T) {
	w := start(t)
	user := w.SignIn(t)
	call := func(times int) {
		for range times {
			if got := user.Fetch(http.MethodGet, "/api/whoami", "").Status; got != http.StatusOK {
				t.Fatalf("got status %d, want 200", got)
			}
		}
	}
	call(1)
	w.recorded(t, 8)
	_, addresses := w.screens(t)
	w.b.Open(addresses["/flows/{id}"])
	if got := w.b.Evaluate(listen); got != "status polite" {
		t.Errorf("the live region is %s, want status polite", got)
	}
	w.b.Await("[data-following]:not([hidden]) input")
	until := func(what, script string) {
		waittest.Until(t, what, func() bool { return w.b.Evaluate(script) == "true" })
	}
	waittest.Until(t, "the page announces a message", func() bool { call(3); return w.b.Evaluate(`String(said.length > 1)`) == "true" })
	if n := w.b.Evaluate(hasty); n != "0" {
		t.Errorf("%s announcements came within a second after another", n)
	}
	w.b.Evaluate(`document.querySelector("[data-following] input").click(); ""`)
	before := w.b.Evaluate(`String(document.querySelectorAll("main a[href^='/hops/']").length)`)
	call(5)
	w.recorded(t, 20)
	if after := w.b.Evaluate(`String(document.querySelectorAll("main a[href^='/hops/']").length)`); after != before {
		t.Errorf("the paused page went from %s to %s messages", before, after)
	}
	count, err := strconv.Atoi(w.b.Evaluate(`String(said.length)`))
	if err != nil {
		t.Fatal(err)
	}
	w.b.Evaluate(`document.querySelector("[data-following] input").click(); ""`)
	until("the page goes on", `String(document.body.textContent.includes("5 ×") || document.querySelectorAll("main a[href^='/hops/']").length > `+before+` || said.length > `+strconv.Itoa(count)+`)`)
}
