package navigation

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Jar keeps cookies by host name and not by port, as RFC 6265bis §5 says. It also sends Secure
// cookies to http://*.localhost, which browsers consider trustworthy.
type Jar map[string][]*http.Cookie // by host name

// Set stores the cookies of a response. A cookie that breaks a rule of its name is ignored, and one with
// an empty value or Max-Age=0 is deleted.
func (j Jar) Set(u *url.URL, cookies []*http.Cookie) {
	host := u.Hostname()
	for _, c := range cookies {
		if !acceptable(c) {
			continue
		}
		j[host] = slices.DeleteFunc(j[host], func(old *http.Cookie) bool { return old.Name == c.Name && old.Path == c.Path })
		if c.MaxAge >= 0 && c.Value != "" {
			j[host] = append(j[host], c)
		}
	}
}

// Clone returns a copy that does not change with j.
func (j Jar) Clone() Jar {
	other := make(Jar, len(j))
	for host, cookies := range j {
		other[host] = slices.Clone(cookies)
	}
	return other
}

// acceptable reports whether a cookie follows the rule for __Host- names (RFC 6265bis §4.1.3.2).
func acceptable(c *http.Cookie) bool {
	return !strings.HasPrefix(c.Name, "__Host-") || c.Secure && c.Path == "/" && c.Domain == ""
}

// Send adds the cookies to a request; site is its Sec-Fetch-Site. A Lax cookie is sent with a
// navigation from another site only if the method is safe (RFC 6265bis §5.2).
func (j Jar) Send(r *http.Request, site string) {
	for _, c := range j[r.URL.Hostname()] {
		abroad := site == CrossSite
		if abroad && (c.SameSite == http.SameSiteStrictMode || c.SameSite == http.SameSiteLaxMode && r.Method != http.MethodGet) {
			continue
		}
		if c.Path == "" || c.Path == "/" || strings.HasPrefix(r.URL.Path, c.Path) {
			r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
		}
	}
}
