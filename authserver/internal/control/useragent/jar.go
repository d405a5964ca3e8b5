package useragent

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// Jar keeps cookies for each host. Unlike net/http/cookiejar it sends Secure cookies over http, as
// browsers do for loopback. The zero value is an empty Jar. It is safe for concurrent use.
type Jar struct {
	mu      sync.Mutex
	cookies map[string]map[string]*http.Cookie
}

// SetCookies implements http.CookieJar.
func (j *Jar) SetCookies(u *url.URL, cookies []*http.Cookie) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.cookies == nil {
		j.cookies = make(map[string]map[string]*http.Cookie)
	}
	kept := j.cookies[u.Host]
	if kept == nil {
		kept = make(map[string]*http.Cookie)
		j.cookies[u.Host] = kept
	}
	for _, c := range cookies {
		if strings.HasPrefix(c.Name, "__Host-") && (!c.Secure || c.Path != "/" || c.Domain != "") {
			continue // RFC 6265bis §4.1.3.2
		}
		if c.MaxAge < 0 || c.Value == "" {
			delete(kept, c.Name)
			continue
		}
		kept[c.Name] = c
	}
}

// Cookies implements http.CookieJar.
func (j *Jar) Cookies(u *url.URL) []*http.Cookie {
	j.mu.Lock()
	defer j.mu.Unlock()
	var cookies []*http.Cookie
	for _, c := range j.cookies[u.Host] {
		cookies = append(cookies, &http.Cookie{Name: c.Name, Value: c.Value}) //nolint:gosec // of the header Cookie, which has no attributes (RFC 6265 §4.2.2)
	}
	return cookies
}
