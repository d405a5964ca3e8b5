package browser

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/demo/navigation"
	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

// Browser is a scripted browser. A method fails the test if the page lacks what it needs. It is
// not safe for concurrent use.
type Browser struct {
	t       testing.TB
	client  *http.Client
	jar     navigation.Jar
	stops   []string
	hops    []Hop
	page    *goquery.Document
	at      *url.URL
	policy  string // Referrer-Policy of the page
	stopped *url.URL
}

// New returns a new browser without cookies.
func New(t testing.TB) *Browser {
	c := &http.Client{Transport: localnet.Transport(), Timeout: 10 * time.Second}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	t.Cleanup(c.CloseIdleConnections)
	return &Browser{t: t, client: c, jar: make(navigation.Jar)}
}

// Patient lets the browser wait for a response that step mode holds, for a minute instead of 10 seconds.
func (b *Browser) Patient() *Browser {
	b.client.Timeout = waittest.Patience
	return b
}

// StopAt sets prefixes of addresses where no server listens. The browser stops at a redirect to
// such an address; see StoppedAt.
func (b *Browser) StopAt(prefixes ...string) *Browser {
	b.stops = append(b.stops, prefixes...)
	return b
}

// StoppedAt returns the target of the redirect at which the browser stopped, or nil.
func (b *Browser) StoppedAt() *url.URL { return b.stopped }

// Open requests an address as if the user had typed it.
func (b *Browser) Open(address string) *Browser {
	b.t.Helper()
	b.at = nil
	return b.navigate(http.MethodGet, b.resolve(address), "")
}

// Visit requests an address as if the user followed a link on the current page.
func (b *Browser) Visit(address string) *Browser {
	b.t.Helper()
	return b.navigate(http.MethodGet, b.resolve(address), "")
}

// Post submits a form to an address, whether or not the current page has such a form.
func (b *Browser) Post(address string, form url.Values) *Browser {
	b.t.Helper()
	return b.navigate(http.MethodPost, b.resolve(address), form.Encode())
}

// Elsewhere sets the current page to one of another site, without requesting it.
func (b *Browser) Elsewhere(address string) *Browser {
	b.t.Helper()
	b.at, b.page, b.policy = b.resolve(address), nil, ""
	return b
}

// Status returns the status of the current page.
func (b *Browser) Status() int { return b.Last().Status }

// At returns the address of the current page.
func (b *Browser) At() *url.URL { return b.at }

// Page returns the current page.
func (b *Browser) Page() *goquery.Document { return b.page }

// Hops returns all messages so far.
func (b *Browser) Hops() []Hop { return b.hops }

// Last returns the last message.
func (b *Browser) Last() Hop {
	b.t.Helper()
	if len(b.hops) == 0 {
		b.t.Fatal("this browser has not been anywhere")
	}
	return b.hops[len(b.hops)-1]
}

// Cookie returns the value of a cookie for a host, or "".
func (b *Browser) Cookie(host, name string) string {
	for _, c := range b.jar[host] {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// Plant sets a cookie, as an attacker with access to the browser could.
func (b *Browser) Plant(host string, c *http.Cookie) {
	b.jar.Set(&url.URL{Host: host}, []*http.Cookie{c})
}

// Text returns the text of the page in one line.
func (b *Browser) Text() string {
	if b.page == nil {
		return ""
	}
	return strings.Join(strings.Fields(b.page.Find("body").Text()), " ")
}

func (b *Browser) resolve(address string) *url.URL {
	b.t.Helper()
	u, err := url.Parse(address)
	if err == nil && b.at != nil {
		u = b.at.ResolveReference(u)
	}
	if err != nil || u.Host == "" {
		b.t.Fatalf("address %q: %v", address, err)
	}
	return u
}

// maxRedirects is the limit of common browsers.
const maxRedirects = 20

// navigate sends a request, and follows redirects with GET (RFC 9110 §15.4.4).
func (b *Browser) navigate(method string, to *url.URL, form string) *Browser {
	b.t.Helper()
	from, site := b.at, navigation.NoSite
	b.stopped = nil
	for range maxRedirects {
		site = navigation.Farther(site, navigation.Relation(from, to))
		hop := b.request(method, to, form, site, from)
		next := hop.Location()
		if next == nil || hop.Status < 300 || hop.Status > 399 {
			return b.show(hop)
		}
		if b.stopsAt(next) {
			b.stopped = next
			return b
		}
		if hop.Status != http.StatusTemporaryRedirect && hop.Status != http.StatusPermanentRedirect {
			method, form = http.MethodGet, ""
		}
		to = next
	}
	b.t.Fatalf("more than %d redirects", maxRedirects)
	return b
}

func (b *Browser) stopsAt(u *url.URL) bool {
	for _, prefix := range b.stops {
		if strings.HasPrefix(u.String(), prefix) {
			return true
		}
	}
	return false
}

func (b *Browser) request(method string, to *url.URL, form, site string, from *url.URL) Hop {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, to.String(), strings.NewReader(form))
	if err != nil {
		b.t.Fatalf("%s %s: %v", method, to, err)
	}
	navigation.SetHeaders(r, site)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if from != nil {
			r.Header.Set("Origin", b.originFor(from, to))
		}
	}
	b.jar.Send(r, site)
	return b.send(r, form)
}

// originFor returns the Origin of a form request: null if the referrer policy of the page hides
// its origin (Fetch §3.2).
func (b *Browser) originFor(from, to *url.URL) string {
	switch policy := b.policy; {
	case policy == "no-referrer", policy == "same-origin" && navigation.Origin(from) != navigation.Origin(to):
		return "null"
	}
	return navigation.Origin(from)
}

// send sends one request, and adds the message to the list.
func (b *Browser) send(r *http.Request, body string) Hop {
	b.t.Helper()
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatalf("%s %s%s: %v", r.Method, r.URL.Host, r.URL.Path, err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatalf("%s %s%s: %v", r.Method, r.URL.Host, r.URL.Path, err)
	}
	b.jar.Set(r.URL, resp.Cookies())
	hop := Hop{Method: r.Method, URL: r.URL, Request: r.Header, Form: body, Status: resp.StatusCode, Header: resp.Header, Body: string(answer)}
	b.hops = append(b.hops, hop)
	return hop
}

func (b *Browser) show(hop Hop) *Browser {
	b.t.Helper()
	page, err := goquery.NewDocumentFromReader(strings.NewReader(hop.Body))
	if err != nil {
		b.t.Fatalf("page at %s: %v", hop.URL.Path, err)
	}
	b.at, b.page, b.policy = hop.URL, page, hop.Header.Get("Referrer-Policy")
	if address, ok := strings.CutPrefix(hop.Header.Get("Refresh"), "0; url="); ok {
		if next := b.resolve(address); b.stopsAt(next) {
			b.stopped = next
			return b
		}
		return b.Visit(address) // the page continues by itself, as if by a link
	}
	return b
}
