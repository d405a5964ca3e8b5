package accessible_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"quartet.example/demo/e2e/chromium"
)

// outline is what every page must have once.
type outline struct {
	Lang, Title, SkipTo          string
	H1, Main, Header, Footer     int
	Duplicates, Unnamed, Skipped []string
	FirstFocus                   string
}

const readOutline = `JSON.stringify({
  Lang: document.documentElement.lang, Title: document.title,
  SkipTo: document.querySelector("a.skip")?.getAttribute("href") ?? "",
  H1: document.querySelectorAll("h1").length, Main: document.querySelectorAll("main").length,
  Header: document.querySelectorAll("body > header").length, Footer: document.querySelectorAll("body > footer").length,
  Duplicates: [...document.querySelectorAll("[id]")].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i),
  Unnamed: [...document.querySelectorAll("nav, section[aria-labelledby], [role=region]")].filter((e) => !e.getAttribute("aria-label") && !e.getAttribute("aria-labelledby")?.split(" ").every((id) => document.getElementById(id))).map((e) => e.outerHTML.slice(0, 120)),
  Skipped: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((h) => h.checkVisibility()).map((h) => [Number(h.tagName[1]), h.textContent.trim().slice(0, 60)]).filter(([level], i, all) => i > 0 && level > all[i - 1][0] + 1).map(([level, text]) => "h" + level + " " + text),
  FirstFocus: [...document.querySelectorAll("a[href], button, input, summary")].find((e) => e.checkVisibility())?.className ?? "",
})`

// structure checks the landmarks and headings of the open page, and returns its title.
func structure(t *testing.T, b *chromium.Browser, name string) string {
	t.Helper()
	var o outline
	if err := json.Unmarshal([]byte(b.Evaluate(readOutline)), &o); err != nil {
		t.Fatal(err)
	}
	want := outline{Lang: "en", Title: o.Title, SkipTo: "#main", H1: 1, Main: 1, Header: 1, Footer: 1, FirstFocus: "skip"}
	if got, want := fmt.Sprintf("%+v", o), fmt.Sprintf("%+v", want); got != want || o.Title == "" {
		t.Errorf("%s:\n got %s\nwant %s", name, got, want)
	}
	return o.Title
}

// TestBrowserStructure checks that each page of the inspector has a language, landmarks, one h1, a
// link that skips the header, and a title that no other page has.
func TestBrowserStructure(t *testing.T) {
	w := start(t)
	w.fail(t)
	w.use(t, 4)
	titles := map[string]string{}
	kinds, addresses := w.screens(t)
	addresses["404"], kinds = w.Inspector+"/hops/0-0", append(kinds, "404")
	for _, kind := range kinds {
		w.b.Open(addresses[kind])
		title := structure(t, w.b, kind)
		path, _, _ := strings.Cut(kind, "?")
		if other, taken := titles[title]; taken && other != path {
			t.Errorf("%s and %s have the same title: %s", other, kind, title)
		}
		titles[title] = path
	}
}

// TestBrowserWithoutScripts reads each page of the inspector with scripts off. It must have the same
// text as the response, and nothing that only a script could make work.
func TestBrowserWithoutScripts(t *testing.T) {
	w := start(t)
	w.fail(t)
	w.use(t, 4)
	kinds, addresses := w.screens(t)
	w.b.WithoutScripts()
	for _, kind := range kinds {
		w.b.Open(addresses[kind])
		if n := len(w.b.Text("main")); n < 100 {
			t.Errorf("%s: only %d characters", kind, n)
		}
		idle := list(t, w.b, `JSON.stringify([...document.querySelectorAll("button")].filter((b) => b.checkVisibility() && (!b.form || b.type === "button") && !b.hasAttribute("popovertarget") && !b.hasAttribute("commandfor")).map((b) => b.outerHTML.slice(0, 160)))`)
		for _, button := range idle {
			t.Errorf("%s: without scripts this button does nothing: %s", kind, button)
		}
	}
}
