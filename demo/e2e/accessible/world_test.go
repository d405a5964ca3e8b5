package accessible_test

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/demo/e2e/chromium"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

// world is a stack in use, and a browser that looks at it.
type world struct {
	*rig.Stack
	b *chromium.Browser
}

// start starts a stack without messages, and a browser.
func start(t *testing.T) world {
	t.Helper()
	chromium.Long(t)
	return world{rig.Start(t), chromium.Start(t)}
}

// use makes a sign-in and then calls of the API, in two kinds by turns. Each call is two messages.
func (w world) use(t *testing.T, calls int) {
	t.Helper()
	user := w.SignIn(t)
	for i := range calls {
		path := []string{"/api/whoami", "/api/notes"}[i%2]
		if got := user.Fetch(http.MethodGet, path, "").Status; got != http.StatusOK {
			t.Fatalf("%s: got status %d, want 200", path, got)
		}
	}
	w.recorded(t, 2*calls)
}

// fail makes requests that are refused, one by a page and one by the token endpoint.
func (w world) fail(t *testing.T) {
	t.Helper()
	r := rig.Authorization("web-post", "http://localhost:3000/callback/", "openid")
	w.get(t, w.Authorize(r))
	body := strings.NewReader(r.Redemption("no-such-code").Encode())
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.Issuer+"/token", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	w.recorded(t, 2)
}

// clear deletes all messages. The services exchange some when they start.
func (w world) clear(t *testing.T) {
	t.Helper()
	resp, err := client().Post(w.Inspector+"/clear", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
}

// recorded waits until the inspector has at least n messages.
func (w world) recorded(t *testing.T, n int) {
	t.Helper()
	waittest.Until(t, "the messages are recorded", func() bool {
		_, body := w.get(t, w.Inspector+"/hops.json")
		return strings.Count(body, `"kind":"hop"`) >= n
	})
}

func client() *http.Client { return localnet.HTTPClient(waittest.Patience) }

// get requests a page and returns its content type and its body. The type of a download is "".
func (w world) get(t *testing.T, address string) (kind, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept", "text/html")
	resp, err := client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.Header.Get("Content-Disposition") != "" {
		return "", string(text)
	}
	return resp.Header.Get("Content-Type"), string(text)
}

// endless are responses that have no end or are not pages.
var endless = regexp.MustCompile(`^/(events|assets)`)

// identifier is the part of a path that differs from message to message.
var identifier = regexp.MustCompile(`/\d+-\d+|/file-\d+|/[0-9a-f]{8,}`)

// documents are the pages of the documentation. The page of one flow stands for all of them, and the first
// lesson for all other pages.
var documents = regexp.MustCompile(`^/docs(/flows)?/.+$`)

// screens follows the links of the inspector and returns one address for each kind of page, such as
// /hops/{id}.
func (w world) screens(t *testing.T) (kinds []string, addresses map[string]string) {
	t.Helper()
	addresses = map[string]string{}
	seen, queue := map[string]bool{"/": true}, []string{"/"}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		mime, body := w.get(t, w.Inspector+at)
		if !strings.HasPrefix(mime, "text/html") {
			continue
		}
		kind := kindOf(at)
		kinds = append(kinds, kind)
		addresses[kind] = w.Inspector + at
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		doc.Find("main a[href]:not([download]), nav a[href], header a[href]").Each(func(_ int, a *goquery.Selection) {
			if to := w.inside(at, a.AttrOr("href", "")); to != "" && !seen[kindOf(to)] {
				seen[kindOf(to)] = true
				queue = append(queue, to)
			}
		})
	}
	slices.Sort(kinds)
	return kinds, addresses
}

// inside returns path and query of a link within the inspector, or "".
func (w world) inside(at, href string) string {
	base, err := url.Parse(w.Inspector + at)
	if err != nil {
		return ""
	}
	to, err := base.Parse(href)
	if err != nil || to.Host != base.Host || to.Scheme != base.Scheme || endless.MatchString(to.Path) {
		return ""
	}
	return to.RequestURI()
}

// kindOf returns an address without identifiers and values.
func kindOf(address string) string {
	path, query, _ := strings.Cut(address, "?")
	path = documents.ReplaceAllString(path, "/docs$1/{page}")
	path = identifier.ReplaceAllString(path, "/{id}")
	var names []string
	for pair := range strings.SplitSeq(query, "&") {
		if name, _, _ := strings.Cut(pair, "="); name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.TrimSuffix(path+"?"+strings.Join(names, "&"), "?")
}
