package inspector_test

import (
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/docs"
	"quartet.example/shared/redistest"
)

// site has the pages that can be reached from /docs.
type site struct {
	address string
	pages   map[string]*goquery.Document // by path
	links   []link
}

type link struct {
	from string
	to   *url.URL
}

// walk requests every page below /docs, and each other page of the inspector that one of them links to.
func walk(t *testing.T, labs fs.FS) site {
	t.Helper()
	s := site{address: startWith(t, redistest.New(t), labs), pages: map[string]*goquery.Document{}}
	for todo := []string{"/docs"}; len(todo) > 0; todo = todo[1:] {
		if s.pages[todo[0]] == nil {
			todo = append(todo, s.visit(t, todo[0])...)
		}
	}
	return s
}

// visit requests a page and returns the paths that it links to. The links to the previous and the next
// page do not count: a reader finds a page because a text links to it.
func (s *site) visit(t *testing.T, at string) (found []string) {
	t.Helper()
	status, body := get(t, s.address+at)
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil || status != http.StatusOK {
		t.Errorf("%s: got %d, %v", at, status, err)
	}
	s.pages[at] = doc
	if !isDocs(at) || path.Ext(at) == ".png" {
		return nil
	}
	doc.Find(".prose a[href], .prose img[src], .toc a[href]").Each(func(_ int, a *goquery.Selection) {
		to, err := url.Parse(a.AttrOr("href", a.AttrOr("src", "")))
		if err != nil {
			t.Errorf("%s: %v", at, err)
			return
		}
		if to.Host == "" {
			to = (&url.URL{Path: at}).ResolveReference(to)
			s.links = append(s.links, link{at, to})
			found = append(found, to.Path)
		}
	})
	return found
}

func isDocs(path string) bool { return path == "/docs" || strings.HasPrefix(path, "/docs/") }

var lab = fstest.MapFS{
	"03-stolen-code/README.md": {Data: []byte("# Stolen code\n\nSee [first](../01-first/README.md), [PKCE](../../../docs/rfcs.md) and [code](../naive/api.go#L7).\n")},
	"01-first/README.md":       {Data: []byte("# First lab\n\n## One\n\n## One\n\n[back](#one-1)\n")},
}

// Each page of the documentation can be reached from /docs, and no link leads to a page or to an
// anchor that does not exist.
func TestEveryPageOfTheDocsAndEveryLinkInIt(t *testing.T) {
	s := walk(t, lab)
	for _, l := range s.links {
		if l.to.Fragment != "" && s.pages[l.to.Path].Find(`[id="`+l.to.Fragment+`"]`).Length() != 1 {
			t.Errorf("%s links to %s, which has no such anchor", l.from, l.to)
		}
	}
	err := fs.WalkDir(docs.Files(), ".", func(name string, d fs.DirEntry, err error) error {
		address := strings.TrimSuffix(strings.TrimSuffix(path.Join("/docs", name), ".md"), "/README")
		if err == nil && path.Ext(name) == ".md" && s.pages[address] == nil {
			t.Errorf("no page links to %s", address)
		}
		return err
	})
	if err != nil || len(s.links) < 500 {
		t.Errorf("%d links, %v", len(s.links), err)
	}
}

func TestEachPageOfTheDocsIsComplete(t *testing.T) {
	titles := map[string]string{}
	for at, page := range walk(t, lab).pages {
		if !isDocs(at) || path.Ext(at) == ".png" {
			continue
		}
		title := page.Find("title").Text()
		if other := titles[title]; other != "" || strings.HasPrefix(title, " ") {
			t.Errorf("%s: the title %q is that of %s", at, title, other)
		}
		titles[title] = at
		for selector, want := range map[string]int{
			"h1": 1, "main": 1, "a.skip": 1, `nav[aria-label="Pages"] [aria-current="page"]`: 1, "[style], style, main script:not([src])": 0, "a:empty:not(.here)": 0,
		} {
			if got := page.Find(selector).Length(); got != want {
				t.Errorf("%s: got %d of %s, want %d", at, got, selector, want)
			}
		}
		if body, _ := page.Html(); strings.Contains(body, "raw HTML omitted") {
			t.Errorf("%s: HTML is not shown; write it as Markdown or in a block of code", at)
		}
	}
	if len(titles) < 60 {
		t.Errorf("got %d pages", len(titles))
	}
}

func TestPagesOfLabs(t *testing.T) {
	s := walk(t, lab)
	for at, want := range map[string]string{
		"/docs":                     `<li><a href="/docs/labs/01-first">First lab</a></li><li><a href="/docs/labs/03-stolen-code">Stolen code</a></li>`,
		"/docs/labs/03-stolen-code": `See <a href="/docs/labs/01-first">first</a>, <a href="/docs/rfcs">PKCE</a> and code <span class="where">(<code class="source">demo/labs/naive/api.go:7</code>)</span>.`,
	} {
		if body, err := s.pages[at].Html(); err != nil || !strings.Contains(body, want) {
			t.Errorf("%s lacks %s", at, want)
		}
	}
	if without := walk(t, nil).pages["/docs"].Find("#the-labs").Length(); without != 0 {
		t.Error("/docs has a list of labs, and there are none")
	}
}

// The pages name the addresses of make demo. They are shown with those of the running services, so that
// links and commands work.
func TestThePagesHaveTheAddressesOfThisStack(t *testing.T) {
	_, body := get(t, start(t, redistest.New(t))+"/docs/first-lesson")
	if strings.Contains(body, "http://app.localhost:8080") || !strings.Contains(body, `<a href="http://127.0.0.1:1">http://127.0.0.1:1</a>`) {
		t.Error("the page has the address of the client of make demo")
	}
}

// A reader of a lab sees hints and solution only when they ask for them.
func TestAnswersAreFolded(t *testing.T) {
	page := fstest.MapFS{"01-first/README.md": {Data: []byte("# One\n\nbefore\n\n## Hints\n\n### Hint 1\n\nhint\n\n## Solution\n\nthe answer\n\n## Read on\n\nafter\n")}}
	doc := parsed(t, startWith(t, redistest.New(t), page)+"/docs/labs/01-first")
	for i, want := range []string{"Show the hints Hint 1 hint", "Show the solution the answer"} {
		if got := strings.Join(strings.Fields(doc.Find("details.fold:not([open])").Eq(i).Text()), " "); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := doc.Find(".prose > p").Text(); got != "beforeafter" {
		t.Errorf("outside: got %q", got)
	}
}

func TestWhatIsLinked(t *testing.T) {
	page := fstest.MapFS{"01-first/README.md": {Data: []byte("# One\n\nRFC 7636 §4.6, RFC 6749 and RFC 9999. `code_challenge`, `code_challenge`, `as.pkce.verifier`, `other`\n\nIntrospection, RFC 7662.\n\n<b>x</b> [y](javascript:z)\n\n## RFC 7636\n")}}
	_, body := get(t, startWith(t, redistest.New(t), page)+"/docs/labs/01-first")
	for _, want := range []string{
		`<a href="/rfcs#rfc-7636-4.6">RFC 7636 §4.6</a>, <a href="/rfcs#rfc-6749">RFC 6749</a> and RFC 9999.`,
		`<a href="/glossary#code_challenge"><code>code_challenge</code></a>, <code>code_challenge</code>, <a href="/rfcs#as.pkce.verifier">`,
		`Introspection, <a href="/rfcs#rfc-7662">RFC 7662</a>.`, `<code>other</code>`, `<!-- raw HTML omitted -->x<!-- raw HTML omitted --> <a href="" rel="noreferrer">y</a>`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestNoSuchPageOfTheDocs(t *testing.T) {
	address := start(t, redistest.New(t))
	for _, at := range []string{"/docs/no-such-page", "/docs/../README", "/docs/embed.go", "/docs/rfcs.md", "/docs/labs/no-such-lab"} {
		if status, _ := get(t, address+at); status != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", at, status)
		}
	}
}
