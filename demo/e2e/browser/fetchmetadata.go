package browser

import (
	"net/http"
	"net/url"
)

// The values of Sec-Fetch-Site (Fetch Metadata §2.3). Two names below localhost
// are two sites: the suffix list has no rule for localhost, so its default rule
// makes it a public suffix.
const (
	sameOrigin = "same-origin"
	sameSite   = "same-site"
	crossSite  = "cross-site"
	noSite     = "none" // typed, or a bookmark
)

func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

// relation is that between the page that began a request and its address.
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

// farther is the site of a request after a redirect: a chain that was abroad
// once stays abroad.
func farther(a, b string) string {
	if distance[b] > distance[a] {
		return b
	}
	return a
}

// navigates sets what Chromium sends with a navigation.
func navigates(r *http.Request, site string) {
	r.Header.Set("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
	r.Header.Set("Sec-Fetch-Site", site)
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	r.Header.Set("Sec-Fetch-Dest", "document")
	r.Header.Set("Sec-Fetch-User", "?1")
	r.Header.Set("Upgrade-Insecure-Requests", "1")
}
