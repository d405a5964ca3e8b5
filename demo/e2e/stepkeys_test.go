package e2e_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/waittest"
)

// nextHeld is the message that Space would release, as its address and its name: "/hops/1-0 POST /token".
// It is empty while the diagram does not have its row with the ring and the word "held".
const nextHeld = `(() => {
  const next = document.querySelector('.step:not([data-held="0"]) .now a');
  const row = next && document.getElementById("m-" + next.getAttribute("href").slice("/hops/".length));
  if (!row?.matches(".is-held") || !row.querySelector(".tip.ring") || row.querySelector(".decided")?.textContent.trim() !== "held") return "";
  return next.getAttribute("href") + " " + next.textContent;
})()`

// With the key Space alone, a teacher goes through a sign-in: each message is held, is seen in the diagram,
// and the next one comes after it was released.
func TestBrowserStepsThroughASignInBySpace(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	s.SignIn(t) // fetches metadata and keys, and has the consent of alice
	press(t, s, "/step", url.Values{"mode": {"all"}})
	b.Open(s.Inspector + "/")
	b.Await(`.step[data-stepping="true"]`)
	signedIn := make(chan *browser.Browser, 1)
	go func() { signedIn <- browser.New(t).Patient().Open(s.Client+"/login").Login("alice", "wonderland") }()
	want := []string{"GET /login", "GET /authorize", "GET /login", "POST /login", "GET /consent", "GET /callback", "POST /token"}
	var got, addresses []string
	for range want {
		var address, name string
		waittest.Until(t, fmt.Sprintf("a held message after %v", got), func() bool {
			address, name, _ = strings.Cut(b.Evaluate(nextHeld), " ")
			return address != "" && !slices.Contains(addresses, address)
		})
		got, addresses = append(got, name), append(addresses, address)
		b.Press(" ")
	}
	if !slices.Equal(got, want) {
		t.Errorf("held: got %v, want %v", got, want)
	}
	press(t, s, "/step", url.Values{"mode": {"off"}}) // what follows is not a message of the sign-in
	if at := waittest.Closed(t, "the sign-in ends", signedIn).At(); at.Host != strings.TrimPrefix(s.Client, "http://") || at.Path != "/" {
		t.Errorf("the sign-in ended at %s", at)
	}
	b.Await(`.step[data-stepping="false"][data-held="0"]`)
	b.AwaitGone("#rows .is-held")
	for _, problem := range b.Problems() {
		t.Errorf("console: %s", problem)
	}
}

// The title of a page must not be squeezed by what is beside it, and the tools are one line on a projector.
func TestBrowserShowsTheTitleInTwoLinesAtMost(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	s.SignIn(t)
	press(t, s, "/step", url.Values{"mode": {"path"}, "path": {"/token"}})
	signedIn := make(chan struct{})
	go func() {
		defer close(signedIn)
		browser.New(t).Patient().Open(s.Client+"/login").Login("alice", "wonderland")
	}()
	heldOnce(t, s, "/token", 1)
	b.Open(s.Inspector + "/")
	b.Await("#rows .is-held")
	flow := b.Evaluate(`document.querySelector(".newest h2 a").getAttribute("href")`)
	hop := b.Evaluate(`document.querySelector("#rows .is-held a.cover").getAttribute("href")`)
	for name, path := range map[string]string{"home": "/", "flow": flow, "hop": hop} {
		b.Open(s.Inspector + path)
		b.Await("#rows .is-held")
		for _, width := range []int64{1920, 1280, 1024, 768} {
			b.Window(width, 800)
			if n := b.Evaluate(lines); n > "2" || len(n) != 1 {
				t.Errorf("%s at %d px: the title has %s lines", name, width, n)
			}
			if got := b.Evaluate(oneLine); width >= 1280 && got != "" {
				t.Errorf("%s at %d px: the tools are not in one line: %s", name, width, got)
			}
		}
		b.Picture("step-"+name, chromium.Everywhere)
		for _, scheme := range []string{"light", "dark"} {
			b.Media("prefers-color-scheme", scheme)
			if found := b.Axe().Violations; len(found) > 0 {
				t.Errorf("%s, %s: %v", name, scheme, found)
			}
		}
	}
	press(t, s, "/step", url.Values{"mode": {"off"}})
	waittest.Closed(t, "the sign-in ends", signedIn)
}

// lines is the number of lines of the title.
const lines = `(() => {
  const h1 = document.querySelector("h1");
  return String(Math.round(h1.getBoundingClientRect().height / parseFloat(getComputedStyle(h1).lineHeight)));
})()`

// oneLine names the tools that are not in the same line as the first. It is empty if all are.
const oneLine = `(() => {
  const tools = [...document.querySelectorAll(".toolbar :is(.following, select, button, .now, .ahead, summary)")].filter((e) => e.checkVisibility() && e.getClientRects().length && !e.closest(".export ul"));
  const middle = (e) => { const box = e.getBoundingClientRect(); return (box.top + box.bottom) / 2; };
  return tools.filter((e) => Math.abs(middle(e) - middle(tools[0])) > 12).map((e) => e.id || e.className || e.tagName).join(", ");
})()`
