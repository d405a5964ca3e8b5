package browser

import (
	"net/http"
	"net/url"
)

// The values of Sec-Fetch-Site (Fetch Metadata §2.3). Two *.localhost names are two sites: the
// public suffix list has no rule for localhost, so its default rule makes localhost a public
// suffix.
const (
	sameOrigin = "same-origin"
	sameSite   = "same-site"
	crossSite  = "cross-site"
	noSite     = "none" // the user typed the address or used a bookmark
)

func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

// relation returns the relation between the page that started a request and the target.
func relation(from, to *url.URL) string {
	switch {
	case from == nil:
		return noSite
	case origin(from) == origin(to):
		return sameOrigin
	case from.Hostname() == to.Hostname():
		return sameSite
	}
	return crossSite
}

var distance = map[string]int{noSite: 0, sameOrigin: 1, sameSite: 2, crossSite: 3}

// farther returns the value after a redirect: once a chain of redirects has passed another site,
// it stays cross-site.
func farther(a, b string) string {
	if distance[b] > distance[a] {
		return b
	}
	return a
}

// navigates sets the headers that Chromium sends with a navigation.
func navigates(r *http.Request, site string) {
	r.Header.Set("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
	r.Header.Set("Sec-Fetch-Site", site)
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	r.Header.Set("Sec-Fetch-Dest", "document")
	r.Header.Set("Sec-Fetch-User", "?1")
	r.Header.Set("Upgrade-Insecure-Requests", "1")
}
