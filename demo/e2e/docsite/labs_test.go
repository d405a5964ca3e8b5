package docsite_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/demo/labs"
	"quartet.example/demo/stack"
	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

// open requests a page of the inspector.
func open(t *testing.T, address string) *goquery.Document {
	t.Helper()
	resp, err := localnet.HTTPClient(waittest.Patience).Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("%s: got %d, %v", address, resp.StatusCode, err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// The stack shows each lab, and /docs links to it. No link in a lab leads to a page or to an anchor that
// does not exist.
func TestEachLabIsAPage(t *testing.T) {
	r, err := stack.Start(t.Context(), stack.Options{FreePorts: true, Labs: labs.Pages()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	inspector := r.Settings.Inspector.PublicURL
	list := open(t, inspector+"/docs").Find("#the-labs + ul a")
	if list.Length() != len(labs.All()) {
		t.Errorf("/docs links to %d labs, want %d", list.Length(), len(labs.All()))
	}
	for _, one := range labs.All() {
		path := "/docs/labs/" + one.Name()
		page := open(t, inspector+path)
		if title := page.Find("h1").Text(); !strings.HasSuffix(title, one.Title) {
			t.Errorf("%s: got the title %q, want %q", path, title, one.Title)
		}
		page.Find("main a[href]").Each(func(_ int, a *goquery.Selection) {
			to, err := url.Parse(a.AttrOr("href", ""))
			if err != nil || to.Host != "" {
				return
			}
			to = (&url.URL{Path: path}).ResolveReference(to)
			if target := open(t, inspector+to.Path); to.Fragment != "" && target.Find(`[id="`+to.Fragment+`"]`).Length() != 1 {
				t.Errorf("%s links to %s, which has no such anchor", path, to)
			}
		})
	}
}
