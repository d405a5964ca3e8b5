package navigation

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// Browser opens addresses as a browser would, and keeps what it has seen. It runs no scripts. It is not safe
// for concurrent use.
type Browser struct {
	Client *http.Client // must not follow redirects
	Jar    Jar
	Hops   []Hop               // every response so far
	At     *url.URL            // the page that is open
	Stops  func(*url.URL) bool // addresses that it does not open, nil for none
	Left   *url.URL            // the address that it did not open last, nil if it reached a page
}

// Hop is a response that the browser received.
type Hop struct {
	URL    *url.URL
	Status int
	Header http.Header
	Body   string
}

func (h Hop) String() string {
	text := fmt.Sprintf("%s: %d", h.URL.Redacted(), h.Status)
	if to := h.Header.Get("Location"); to != "" {
		text += " to " + to
	}
	return text
}

const maxHops = 20

var errLoop = errors.New("more than 20 redirects")

// Open requests an address and follows redirects to a page, or to an address that it does not open. A
// nil form is a GET.
func (b *Browser) Open(ctx context.Context, to *url.URL, form url.Values) error {
	site := NoSite
	b.Left = nil
	for range maxHops {
		if b.stops(to) {
			b.Left = to
			return nil
		}
		site = Farther(site, Relation(b.At, to))
		h, err := b.request(ctx, to, form, site)
		if err != nil {
			return err
		}
		next := h.Next()
		if next == nil {
			b.At = to
			return nil
		}
		if h.Status == http.StatusOK { // the page leads on by itself, as if by a link
			b.At, site = to, NoSite
		}
		if h.Status != http.StatusTemporaryRedirect && h.Status != http.StatusPermanentRedirect {
			form = nil
		}
		to = next
	}
	return errLoop
}

// stops reports whether the browser does not open an address: Stops says so, or its name cannot exist
// (RFC 2606 §2).
func (b *Browser) stops(to *url.URL) bool {
	return b.Stops != nil && b.Stops(to) || strings.HasSuffix(to.Hostname(), ".example")
}

// Probe requests an address with the cookies of the browser, without following redirects.
func (b *Browser) Probe(ctx context.Context, address string) (Hop, error) {
	to, err := url.Parse(address)
	if err != nil {
		return Hop{}, err
	}
	return b.request(ctx, to, nil, NoSite)
}

func (b *Browser) request(ctx context.Context, to *url.URL, form url.Values, site string) (Hop, error) {
	method := http.MethodGet
	if form != nil {
		method = http.MethodPost
	}
	r, err := http.NewRequestWithContext(ctx, method, to.String(), strings.NewReader(form.Encode()))
	if err != nil {
		return Hop{}, err
	}
	SetHeaders(r, site)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", Origin(b.At))
	}
	b.Jar.Send(r, site)
	resp, err := b.Client.Do(r)
	if err != nil {
		return Hop{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	b.Jar.Set(to, resp.Cookies())
	h := Hop{to, resp.StatusCode, resp.Header, string(body)}
	b.Hops = append(b.Hops, h)
	return h, err
}

var metaRefresh = regexp.MustCompile(`(?i)<meta[^>]+http-equiv=["']?refresh["']?[^>]+content=["']\s*0\s*;\s*url=([^"'>]+)`)

// browsersReading removes what browsers remove from an address, and reads a backslash as they do (URL §4.4).
var browsersReading = strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/")

// Next returns where the response leads, or nil if it is a page that stays.
func (h Hop) Next() *url.URL {
	to := ""
	switch {
	case h.Status >= 300 && h.Status < 400:
		to = h.Header.Get("Location")
	case h.Status == http.StatusOK && strings.HasPrefix(h.Header.Get("Refresh"), "0;"):
		_, to, _ = strings.Cut(h.Header.Get("Refresh"), "url=")
	case h.Status == http.StatusOK && h.IsHTML():
		if m := metaRefresh.FindStringSubmatch(h.Body); m != nil {
			to = m[1]
		}
	}
	if to == "" {
		return nil
	}
	u, err := h.URL.Parse(browsersReading.Replace(to))
	if err != nil {
		return nil
	}
	return u
}

// IsHTML reports whether a browser shows the response as HTML. It may guess that if the type is missing.
func (h Hop) IsHTML() bool {
	kind := h.Header.Get("Content-Type")
	return kind == "" || strings.Contains(kind, "html") || strings.Contains(kind, "svg") || strings.Contains(kind, "xml")
}
