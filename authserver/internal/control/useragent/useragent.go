package useragent

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// Agent is a scripted browser with one tab. It is not safe for concurrent use.
type Agent struct {
	Send   http.RoundTripper
	Jar    *Jar
	Accept string // the header Accept of every request

	Page     *goquery.Document // nil before the first page
	At       *url.URL          // URL of the page
	Status   int               // of the page
	Header   http.Header       // of the page
	Returned *url.URL          // target of a redirect to another host, which is the client; nil if there was none
}

// maxRedirects is the limit of common browsers.
const maxRedirects = 20

// Open requests a URL and follows redirects within its host.
func (a *Agent) Open(ctx context.Context, rawURL string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, rawURL, nil)
	if err != nil {
		return fmt.Errorf("open %s: %w", rawURL, err)
	}
	return a.visit(r)
}

// Text returns the text of the page in one line.
func (a *Agent) Text() string {
	if a.Page == nil {
		return ""
	}
	return strings.Join(strings.Fields(a.Page.Find("main, body").First().Text()), " ")
}

func (a *Agent) visit(r *http.Request) error {
	a.Returned = nil
	for range maxRedirects {
		next, err := a.load(r)
		switch {
		case err != nil:
			return fmt.Errorf("%s %s: %w", r.Method, r.URL.Path, err)
		case next == nil:
			return nil
		case next.Host != r.URL.Host:
			a.Returned = next
			return nil
		}
		if r, err = http.NewRequestWithContext(r.Context(), http.MethodGet, next.String(), nil); err != nil {
			return err
		}
	}
	return fmt.Errorf("more than %d redirects", maxRedirects)
}

// load sends a request and reads the page of its response. For a redirect it returns the target, else
// nil.
func (a *Agent) load(r *http.Request) (*url.URL, error) {
	r.Header.Set("Accept", a.Accept)
	for _, c := range a.Jar.Cookies(r.URL) {
		r.AddCookie(c)
	}
	resp, err := a.Send.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	a.Jar.SetCookies(r.URL, resp.Cookies())
	a.At, a.Status, a.Header = r.URL, resp.StatusCode, resp.Header
	if resp.StatusCode >= 300 && resp.StatusCode < 400 {
		resp.Request = r // Location is relative to it
		return resp.Location()
	}
	a.Page, err = goquery.NewDocumentFromReader(resp.Body)
	return nil, err
}
