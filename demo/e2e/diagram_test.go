package e2e_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
)

// TestBrowserSeesMessagesArrive opens the inspector before anything was sent, and signs in. The
// messages must appear without a new page, and rows that did not change must stay the same elements.
func TestBrowserSeesMessagesArrive(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	b.Open(s.Inspector)
	b.AwaitText(".nothing", "Nothing has been sent yet")
	b.Evaluate(`document.body.dataset.kept = "yes"`)
	user := s.SignIn(t)
	b.Await("#rows > li:nth-child(12)")
	b.AwaitText(".newest", "alice")
	b.Evaluate(`document.querySelector("#rows > li").dataset.kept = "yes"`)
	call(t, user, "/api/whoami")
	b.AwaitText("#rows > li:last-child", "GET /whoami")
	b.AwaitText("[data-say]", " to ") // a sentence such as "Client to Resource server", of the last message of a second
	if got := b.Evaluate(`document.body.dataset.kept + document.querySelector("#rows > li").dataset.kept`); got != "yesyes" {
		t.Errorf("page and first row were kept: got %s, want yesyes", got)
	}
	b.Click(".following input", "#rows")
	call(t, user, "/api/notes")
	user2 := s.SignInAs(t, "bob", "builder")
	call(t, user2, "/api/notes")
	if got := b.Text(".newest"); strings.Contains(got, "bob") {
		t.Errorf("a page that does not follow shows a new flow: %s", got)
	}
	b.Click(".following input", "#rows")
	b.AwaitText(".newest", "bob") // the recording went on
	noProblemsIn(t, b)
}

// TestBrowserReadsTheDiagramByKeyboard moves through the diagram, opens a message beside it, and
// comes back.
func TestBrowserReadsTheDiagramByKeyboard(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	s.SignIn(t)
	b.Open(s.Inspector)
	b.Await("#rows > li:nth-child(12)")
	b.Press("j")
	b.AwaitFocus("#rows > li:nth-child(1) a.cover")
	b.Press("j" + chromium.ArrowDown + "k")
	b.AwaitFocus("#rows > li:nth-child(2) a.cover")
	b.Press(chromium.Enter)
	b.AwaitFocus("#detail-title")
	if got := b.Text("#detail-title"); !strings.Contains(b.Evaluate(`document.querySelector("#rows [aria-current=step] a").textContent`), got) {
		t.Errorf("the message beside the diagram is %s, which is not the current row", got)
	}
	if got := b.Address(); !strings.Contains(got, "/hops/") {
		t.Errorf("address: got %s, want the one of the message", got)
	}
	b.Press("j")
	b.Await("#rows > li:nth-child(3)[aria-current=step]")
	b.AwaitFocus("#detail-title")
	b.Press(chromium.Escape)
	b.AwaitFocus("#rows > li:nth-child(3) a.cover")
	b.AwaitGone("#detail")
	b.Evaluate(`history.back(), ""`)
	b.Await("#detail")
	noProblemsIn(t, b)
}

// TestBrowserSwitchesKeysOff switches the keys off in their list (WCAG 2.2 §2.1.4). The browser must
// remember it.
func TestBrowserSwitchesKeysOff(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	s.SignIn(t)
	b.Open(s.Inspector)
	b.Await("#rows")
	b.Press("?")
	b.AwaitText("dialog.keys", "next message")
	b.Click("dialog.keys input", "dialog.keys")
	b.Press(chromium.Escape)
	b.AwaitGone("dialog.keys")
	b.Open(s.Inspector)
	b.Await("#rows")
	b.Press("?j")
	if got := b.Evaluate(`document.activeElement.tagName + document.querySelectorAll("dialog").length`); got != "BODY0" {
		t.Errorf("a key did something although the keys are off: %s", got)
	}
	b.Click(".open-keys", "dialog.keys")
}

// TestBrowserShowsTheDiagramAtEachSize looks at the pages at 320 px, where nothing may be wider than
// the window (WCAG 2.2 §1.4.10), and at 1920 px, where the text must be readable on a projector.
func TestBrowserShowsTheDiagramAtEachSize(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	s.SignIn(t)
	b.Open(s.Inspector)
	b.Await("#rows > li:nth-child(12)")
	message := b.Evaluate(`document.querySelector("#rows a.cover").getAttribute("href")`)
	flow := strings.Replace(message, "/hops/", "/flows/", 1)
	for _, path := range []string{"/", flow, message, "/flows/other", "/messages", "/glossary", "/rfcs"} {
		b.Open(s.Inspector + path)
		b.Await("h1")
		b.Window(320, 640)
		if over := b.Evaluate(`String(document.documentElement.scrollWidth - 320)`); over != "0" {
			t.Errorf("%s at 320 px: %s px too wide", path, over)
		}
		b.Window(1920, 1080)
		if size := b.Evaluate(`getComputedStyle(document.body).fontSize`); size != "24px" {
			t.Errorf("%s at 1920 px: text of %s, want 24px", path, size)
		}
	}
	b.Open(s.Inspector + flow)
	b.Await("#rows")
	if share := b.Evaluate(`String(document.querySelector(".lanes").offsetWidth / 1920 > 0.9)`); share != "true" {
		t.Error("the diagram uses less than 90% of 1920 px")
	}
}

// TestBrowserScrolls500Messages measures the tasks of the page while it scrolls through 500
// messages, and while one more arrives. It reports times, because those depend on the machine.
func TestBrowserScrolls500Messages(t *testing.T) {
	s, b := rig.Start(t), chromium.Start(t)
	user := s.SignIn(t)
	for i := range 250 {
		user.Fetch(http.MethodGet, fmt.Sprintf("/api/notes/%d", i), "") // no such note: each is a row of its own
	}
	b.Open(s.Inspector)
	b.Await("#rows > li:nth-child(505)")
	b.Evaluate(`window.long = [], new PerformanceObserver((list) => long.push(...list.getEntries().map((e) => Math.round(e.duration)))).observe({ entryTypes: ["longtask"] }), ""`)
	frames := b.Evaluate(`new Promise((done) => {
		let frames = 0;
		const begin = performance.now();
		const step = () => {
			frames++;
			scrollBy(0, 800);
			if (scrollY + innerHeight < document.documentElement.scrollHeight - 1) requestAnimationFrame(step);
			else done(frames + " frames in " + Math.round(performance.now() - begin) + " ms");
		};
		requestAnimationFrame(step);
	})`)
	t.Logf("scrolled through %s rows: %s, long tasks of %s ms", b.Evaluate(`String(document.querySelectorAll("#rows > li").length)`), frames, b.Evaluate(`"[" + long + "]"`))
	b.Evaluate(`long.length = 0, performance.clearResourceTimings(), document.querySelectorAll("#rows > li").forEach((row) => { row.dataset.kept = "yes"; }), ""`)
	call(t, user, "/api/whoami")
	b.AwaitText("#rows > li:last-child", "GET /whoami")
	t.Logf("long tasks while a message arrives: %s ms; fetched %s bytes", b.Evaluate(`"[" + long + "]"`),
		b.Evaluate(`performance.getEntriesByType("resource").map((e) => e.transferSize + " of " + e.decodedBodySize).join(", ")`))
	if got := b.Evaluate(`String(document.querySelectorAll("#rows > li:not([data-kept])").length)`); got != "2" {
		t.Errorf("got %s new rows, want 2", got)
	}
	noProblemsIn(t, b)
}

func call(t *testing.T, user *browser.Browser, path string) {
	t.Helper()
	if got := user.Fetch(http.MethodGet, path, "").Status; got != http.StatusOK {
		t.Fatalf("%s: got status %d, want 200", path, got)
	}
}

func noProblemsIn(t *testing.T, b *chromium.Browser) {
	t.Helper()
	for _, problem := range b.Problems() {
		t.Errorf("console of the inspector: %s", problem)
	}
}
