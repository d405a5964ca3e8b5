package inspector_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/shared/glossary"
	"quartet.example/shared/redistest"
)

func parsed(t *testing.T, address string) *goquery.Document {
	t.Helper()
	status, body := get(t, address)
	if status != http.StatusOK {
		t.Fatalf("%s: got %d", address, status)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// The glossary must explain each term at an anchor of its own, without a script.
func TestGlossaryExplainsEveryTerm(t *testing.T) {
	doc := parsed(t, start(t, redistest.New(t))+"/glossary")
	for _, e := range glossary.Terms() {
		entry := doc.Find(`[id="` + glossary.Anchor(e.Name) + `"]`)
		text := entry.Text()
		if entry.Length() != 1 || !strings.Contains(text, e.Meaning) || !strings.Contains(text, e.Stops) || !strings.Contains(text, e.Checked) {
			t.Errorf("%s: got %d entries: %s", e.Name, entry.Length(), text)
		}
	}
	if got := doc.Find(`header [aria-current="page"]`).Text(); got != "Glossary" {
		t.Errorf("navigation: got %q, want Glossary", got)
	}
	if n := doc.Find(`main script:not([src^="/assets/keys-"])`).Length(); n != 0 {
		t.Errorf("got %d scripts", n)
	}
}

// The map of specifications must show each check once with an anchor, and link back to the terms.
func TestSpecificationsNameTheirTermsAndChecks(t *testing.T) {
	doc := parsed(t, start(t, redistest.New(t))+"/rfcs")
	for _, c := range glossary.Checks() {
		if rule := doc.Find(`[id="` + c.ID + `"]`); rule.Length() != 1 || !strings.Contains(rule.Text(), c.Meaning) {
			t.Errorf("%s: got %d anchors", c.ID, rule.Length())
		}
	}
	section := doc.Find(`[id="rfc-7636-4.6"]`)
	if !strings.Contains(section.Text(), "as.pkce.verifier") {
		t.Errorf("RFC 7636 §4.6: got %q, want as.pkce.verifier", section.Text())
	}
	if n := doc.Find(`[id="rfc-7636-4.2"] a[href="/glossary#code_challenge"]`).Length(); n != 1 {
		t.Errorf("RFC 7636 §4.2: got %d links to code_challenge", n)
	}
}

// Every link between the pages, and from a message into the glossary, must lead to an anchor that
// exists once.
func TestLinksLeadToAnchors(t *testing.T) {
	rdb := redistest.New(t)
	signIn(t, rdb)
	refused(t, rdb)
	address := start(t, rdb)
	pages := map[string]*goquery.Document{"/glossary": parsed(t, address+"/glossary"), "/rfcs": parsed(t, address+"/rfcs")}
	from := []*goquery.Document{pages["/glossary"], pages["/rfcs"]}
	for _, hop := range document(t, address, 9).Find(".hop a[href]").EachIter() {
		from = append(from, parsed(t, address+hop.AttrOr("href", "")))
	}
	linked := map[string]bool{}
	for _, doc := range from {
		for _, link := range doc.Find(`a[href^="/glossary#"], a[href^="/rfcs#"]`).EachIter() {
			linked[link.AttrOr("href", "")] = true
		}
	}
	for href := range linked {
		path, anchor, _ := strings.Cut(href, "#")
		if n := pages[path].Find(`[id="` + anchor + `"]`).Length(); n != 1 {
			t.Errorf("%s: got %d anchors, want 1", href, n)
		}
	}
	for _, want := range []string{
		"/glossary#code_challenge", "/glossary#code_verifier", "/glossary#aud", "/glossary#alg", "/glossary#Authorization", "/glossary#sign-in-cookie",
		"/rfcs#as.pkce.verifier", "/rfcs#rfc-7636-4.6",
	} {
		if !linked[want] {
			t.Errorf("no page links to %s", want)
		}
	}
}
