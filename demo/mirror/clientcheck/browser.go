package clientcheck

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"quartet.example/demo/navigation"
)

// browser opens addresses as a browser would, and keeps what it has seen.
type browser struct {
	client *http.Client
	jar    navigation.Jar
	hops   []hop
	at     *url.URL
	stop   string   // a prefix of addresses that it does not open: the authorization endpoint
	left   *url.URL // the address that it did not open, nil if it reached a page
}

// hop is a response that the browser received.
type hop struct {
	url    *url.URL
	status int
	header http.Header
	body   string
}

func (h hop) String() string {
	text := fmt.Sprintf("%s: %d", h.url.Redacted(), h.status)
	if to := h.header.Get("Location"); to != "" {
		text += " to " + to
	}
	return text
}

const maxHops = 20

var errLoop = errors.New("more than 20 redirects")

// open requests an address and follows redirects to a page, or to an address that it does not open. A
// nil form is a GET.
func (b *browser) open(ctx context.Context, to *url.URL, form url.Values) error {
	site := navigation.NoSite
	b.left = nil
	for range maxHops {
		if b.stops(to) {
			b.left = to
			return nil
		}
		site = navigation.Farther(site, navigation.Relation(b.at, to))
		h, err := b.request(ctx, to, form, site)
		if err != nil {
			return err
		}
		next := h.next()
		if next == nil {
			b.at = to
			return nil
		}
		if h.status == http.StatusOK { // the page leads on by itself, as if by a link
			b.at, site = to, navigation.NoSite
		}
		if h.status != http.StatusTemporaryRedirect && h.status != http.StatusPermanentRedirect {
			form = nil
		}
		to = next
	}
	return errLoop
}

// stops reports whether the browser does not open an address: it is the authorization endpoint, or a name
// that cannot exist (RFC 2606 §2).
func (b *browser) stops(to *url.URL) bool {
	return strings.HasPrefix(to.String(), b.stop+"?") || strings.HasSuffix(to.Hostname(), ".example")
}

func (b *browser) request(ctx context.Context, to *url.URL, form url.Values, site string) (hop, error) {
	method := http.MethodGet
	if form != nil {
		method = http.MethodPost
	}
	r, err := http.NewRequestWithContext(ctx, method, to.String(), strings.NewReader(form.Encode()))
	if err != nil {
		return hop{}, err
	}
	navigation.SetHeaders(r, site)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", navigation.Origin(b.at))
	}
	b.jar.Send(r, site)
	resp, err := b.client.Do(r)
	if err != nil {
		return hop{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	b.jar.Set(to, resp.Cookies())
	h := hop{to, resp.StatusCode, resp.Header, string(body)}
	b.hops = append(b.hops, h)
	return h, err
}

var metaRefresh = regexp.MustCompile(`(?i)<meta[^>]+http-equiv=["']?refresh["']?[^>]+content=["']\s*0\s*;\s*url=([^"'>]+)`)

// browsersReading removes what browsers remove from an address, and reads a backslash as they do (URL §4.4).
var browsersReading = strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/")

// next returns where the response leads, or nil if it is a page that stays.
func (h hop) next() *url.URL {
	to := ""
	switch {
	case h.status >= 300 && h.status < 400:
		to = h.header.Get("Location")
	case h.status == http.StatusOK && strings.HasPrefix(h.header.Get("Refresh"), "0;"):
		_, to, _ = strings.Cut(h.header.Get("Refresh"), "url=")
	case h.status == http.StatusOK && h.isHTML():
		if m := metaRefresh.FindStringSubmatch(h.body); m != nil {
			to = m[1]
		}
	}
	if to == "" {
		return nil
	}
	u, err := h.url.Parse(browsersReading.Replace(to))
	if err != nil {
		return nil
	}
	return u
}

// isHTML reports whether a browser shows the response as HTML. It may guess that if the type is missing.
func (h hop) isHTML() bool {
	kind := h.header.Get("Content-Type")
	return kind == "" || strings.Contains(kind, "html") || strings.Contains(kind, "svg") || strings.Contains(kind, "xml")
}
