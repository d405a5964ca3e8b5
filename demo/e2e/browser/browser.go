package browser

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/shared/localnet"
)

// Browser is a scripted browser. Its verbs fail the test if there is nothing to
// do them on. It is for one goroutine.
type Browser struct {
	t       testing.TB
	client  *http.Client
	jar     jar
	stops   []string
	hops    []Hop
	page    *goquery.Document
	at      *url.URL
	policy  string // Referrer-Policy of the page
	stopped *url.URL
}

// New opens a browser that has not been anywhere yet.
func New(t testing.TB) *Browser {
	c := &http.Client{Transport: localnet.Transport(), Timeout: 10 * time.Second}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	t.Cleanup(c.CloseIdleConnections)
	return &Browser{t: t, client: c, jar: make(jar)}
}

// StopAt names the beginnings of addresses at which nobody is at home: a
// redirect there is where the browser stops. See StoppedAt.
func (b *Browser) StopAt(prefixes ...string) *Browser {
	b.stops = append(b.stops, prefixes...)
	return b
}

// StoppedAt is the address of a redirect that was not followed, nil if none was.
func (b *Browser) StoppedAt() *url.URL { return b.stopped }

// Open goes to an address as if it had been typed.
func (b *Browser) Open(address string) *Browser {
	b.t.Helper()
	b.at = nil
	return b.navigate(http.MethodGet, b.resolve(address), "")
}

// Visit goes to an address by a link on the page that is open.
func (b *Browser) Visit(address string) *Browser {
	b.t.Helper()
	return b.navigate(http.MethodGet, b.resolve(address), "")
}

// Post submits a form that the page that is open may or may not have.
func (b *Browser) Post(address string, form url.Values) *Browser {
	b.t.Helper()
	return b.navigate(http.MethodPost, b.resolve(address), form.Encode())
}

// Elsewhere lets the browser be on a page of another site, without going there.
func (b *Browser) Elsewhere(address string) *Browser {
	b.t.Helper()
	b.at, b.page, b.policy = b.resolve(address), nil, ""
	return b
}

// Status is the status of the page that is open.
func (b *Browser) Status() int { return b.Last().Status }

// At is the address of the page that is open.
func (b *Browser) At() *url.URL { return b.at }

// Page is the page that is open.
func (b *Browser) Page() *goquery.Document { return b.page }

// Hops are all messages so far.
func (b *Browser) Hops() []Hop { return b.hops }

// Last is the last message.
func (b *Browser) Last() Hop {
	b.t.Helper()
	if len(b.hops) == 0 {
		b.t.Fatal("this browser has not been anywhere")
	}
	return b.hops[len(b.hops)-1]
}

// Cookie is the value of a cookie for a host, "" if there is none.
func (b *Browser) Cookie(host, name string) string {
	for _, c := range b.jar[host] {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// Plant puts a cookie into the browser, as an attacker with access to it would.
func (b *Browser) Plant(host string, c *http.Cookie) {
	b.jar.set(&url.URL{Host: host}, []*http.Cookie{c})
}

// Text is the text of the page, in one line.
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

// maxRedirects is where browsers give up, too.
const maxRedirects = 20

// navigate sends a request and follows where it leads, by GET (RFC 9110 §15.4.4).
func (b *Browser) navigate(method string, to *url.URL, form string) *Browser {
	b.t.Helper()
	from, site := b.at, noSite
	b.stopped = nil
	for range maxRedirects {
		site = farther(site, relation(from, to))
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
	navigates(r, site)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if from != nil {
			r.Header.Set("Origin", b.originFor(from, to))
		}
	}
	b.jar.send(r, site)
	return b.send(r, form)
}

// originFor is the Origin of a form: null if the policy of its page tells nobody
// where it came from (Fetch §3.2).
func (b *Browser) originFor(from, to *url.URL) string {
	switch policy := b.policy; {
	case policy == "no-referrer", policy == "same-origin" && origin(from) != origin(to):
		return "null"
	}
	return origin(from)
}

// send exchanges one message, and remembers it.
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
	b.jar.set(r.URL, resp.Cookies())
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
		return b.Visit(address) // the page goes on by itself, as if by a link of its own
	}
	return b
}
