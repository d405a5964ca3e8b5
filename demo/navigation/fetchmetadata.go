package navigation

import (
	"net/http"
	"net/url"
)

// The values of Sec-Fetch-Site (Fetch Metadata §2.3). Two *.localhost names are two sites: the
// public suffix list has no rule for localhost, so its default rule makes localhost a public
// suffix.
const (
	SameOrigin = "same-origin"
	SameSite   = "same-site"
	CrossSite  = "cross-site"
	NoSite     = "none" // the user typed the address or used a bookmark
)

// Origin returns the origin of an address, as in the header Origin.
func Origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

// Relation returns the relation between the page that started a request and the target.
func Relation(from, to *url.URL) string {
	switch {
	case from == nil:
		return NoSite
	case Origin(from) == Origin(to):
		return SameOrigin
	case from.Hostname() == to.Hostname():
		return SameSite
	}
	return CrossSite
}

var distance = map[string]int{NoSite: 0, SameOrigin: 1, SameSite: 2, CrossSite: 3}

// Farther returns the value after a redirect: once a chain of redirects has passed another site,
// it stays cross-site.
func Farther(a, b string) string {
	if distance[b] > distance[a] {
		return b
	}
	return a
}

// SetHeaders sets the headers that Chromium sends with a navigation.
func SetHeaders(r *http.Request, site string) {
	r.Header.Set("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
	r.Header.Set("Sec-Fetch-Site", site)
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	r.Header.Set("Sec-Fetch-Dest", "document")
	r.Header.Set("Sec-Fetch-User", "?1")
	r.Header.Set("Upgrade-Insecure-Requests", "1")
}
