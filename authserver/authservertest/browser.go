package authservertest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// Browser is a scripted browser. It keeps cookies, follows redirects within the server, and stops
// at a redirect to another host, which is the client. A method fails the test if the page
// lacks what it needs.
type Browser struct {
	t        testing.TB
	server   *Server
	client   *http.Client
	page     *goquery.Document
	at       *url.URL // URL of the page
	status   int
	header   http.Header
	returned *url.URL
}

// Browser returns a new browser without cookies.
func (s *Server) Browser(t testing.TB) *Browser {
	c := s.Client()
	c.Jar = &jar{cookies: make(map[string]map[string]*http.Cookie)}
	return &Browser{t: t, server: s, client: c}
}

// Open requests a URL.
func (b *Browser) Open(rawURL string) *Browser {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, rawURL, nil)
	if err != nil {
		b.t.Fatalf("open %s: %v", rawURL, err)
	}
	return b.visit(r)
}

// Login fills in and submits the sign-in form.
func (b *Browser) Login(username, password string) *Browser {
	b.t.Helper()
	form := b.form(`input[name="password"]`, "sign-in")
	return b.submit(form, url.Values{"username": {username}, "password": {password}})
}

// Approve presses the button that gives consent.
func (b *Browser) Approve() *Browser { b.t.Helper(); return b.decide("allow") }

// Deny presses the button that refuses consent.
func (b *Browser) Deny() *Browser { b.t.Helper(); return b.decide("deny") }

func (b *Browser) decide(decision string) *Browser {
	b.t.Helper()
	form := b.form(`button[name="decision"][value="`+decision+`"]`, "consent")
	return b.submit(form, url.Values{"decision": {decision}})
}

// Press presses the button with that name and value, on any page.
func (b *Browser) Press(name, value string) *Browser {
	b.t.Helper()
	form := b.form(`button[name="`+name+`"][value="`+value+`"]`, name)
	return b.submit(form, url.Values{name: {value}})
}

// Send fills in and submits the form around the element that the selector finds.
func (b *Browser) Send(selector string, values url.Values) *Browser {
	b.t.Helper()
	return b.submit(b.form(selector, selector), values)
}

// Submit submits a form with its hidden fields. values are added to them or replace them.
func (b *Browser) Submit(form *goquery.Selection, values url.Values) *Browser {
	b.t.Helper()
	return b.submit(form, values)
}

// Returned returns the parameters with which the browser was redirected to the client, or nil if
// it was not.
func (b *Browser) Returned() url.Values {
	if b.returned == nil {
		return nil
	}
	return b.returned.Query()
}

// ReturnedTo returns the URL to which the browser was redirected, or nil.
func (b *Browser) ReturnedTo() *url.URL { return b.returned }

// Status returns the status of the current page.
func (b *Browser) Status() int { return b.status }

// Header returns the headers of the current page.
func (b *Browser) Header() http.Header { return b.header }

// At returns the URL of the current page.
func (b *Browser) At() *url.URL { return b.at }

// Page returns the current page.
func (b *Browser) Page() *goquery.Document { return b.page }

// Text returns the text of the current page in one line.
func (b *Browser) Text() string {
	if b.page == nil {
		return ""
	}
	return strings.Join(strings.Fields(b.page.Find("main, body").First().Text()), " ")
}

// form returns the form around the element that the selector finds.
func (b *Browser) form(selector, what string) *goquery.Selection {
	b.t.Helper()
	if b.page == nil {
		b.t.Fatalf("there is no %s form: no page is open", what)
	}
	form := b.page.Find(selector).First().Closest("form")
	if form.Length() == 0 {
		b.t.Fatalf("there is no %s form at %s (status %d): %s", what, b.at.Path, b.status, b.Text())
	}
	return form
}

// submit submits a form with its hidden fields and the given values.
func (b *Browser) submit(form *goquery.Selection, values url.Values) *Browser {
	b.t.Helper()
	form.Find("input[type=hidden]").Each(func(_ int, field *goquery.Selection) {
		if name := field.AttrOr("name", ""); !values.Has(name) {
			values.Set(name, field.AttrOr("value", ""))
		}
	})
	target, err := b.at.Parse(form.AttrOr("action", b.at.String()))
	if err != nil {
		b.t.Fatalf("action of the form: %v", err)
	}
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, target.String(), strings.NewReader(values.Encode()))
	if err != nil {
		b.t.Fatalf("submit: %v", err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", b.at.Scheme+"://"+b.at.Host)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.visit(r)
}

// maxRedirects is the limit of common browsers.
const maxRedirects = 20

// visit sends a request and follows redirects within the server.
func (b *Browser) visit(r *http.Request) *Browser {
	b.t.Helper()
	b.returned = nil
	for range maxRedirects {
		r.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
		resp, err := b.client.Do(r)
		if err != nil {
			b.t.Fatalf("%s %s: %v", r.Method, r.URL.Path, err)
		}
		next := b.show(r.URL, resp)
		if next == nil {
			return b
		}
		if next.Host != r.URL.Host {
			b.returned = next
			return b
		}
		r, _ = http.NewRequestWithContext(b.t.Context(), http.MethodGet, next.String(), nil)
	}
	b.t.Fatalf("more than %d redirects", maxRedirects)
	return b
}

// show stores the page of a response. For a redirect it returns the target, else nil.
func (b *Browser) show(at *url.URL, resp *http.Response) *url.URL {
	b.t.Helper()
	defer resp.Body.Close()
	b.at, b.status, b.header = at, resp.StatusCode, resp.Header
	if resp.StatusCode >= 300 && resp.StatusCode < 400 {
		next, err := resp.Location()
		if err != nil {
			b.t.Fatalf("%d at %s: %v", resp.StatusCode, at.Path, err)
		}
		return next
	}
	page, err := goquery.NewDocumentFromReader(resp.Body)
	if err != nil {
		b.t.Fatalf("page at %s: %v", at.Path, err)
	}
	b.page = page
	return nil
}
