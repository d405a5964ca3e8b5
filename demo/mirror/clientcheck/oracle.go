package clientcheck

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"quartet.example/demo/mirror/hostile"
	"quartet.example/demo/navigation"
)

// mark is what a sign-in leaves behind, as far as it tells a user who is signed in from one who is not.
// With the setting SignedIn it is only whether that page was shown.
type mark struct {
	page    bool   // the page of SignedIn answered 2xx
	status  int    // of the last response
	path    string // of the last response
	shows   bool   // the last page names the user
	cookies string // names of all cookies
}

// look returns the mark of an attempt.
func (c *checker) look(ctx context.Context, a *attempt) (mark, error) {
	if c.SignedIn != "" {
		h, err := a.Probe(ctx, c.SignedIn)
		return mark{page: err == nil && h.Status/100 == 2}, err
	}
	m := mark{cookies: strings.Join(a.cookieNames(), " ")}
	if a.Left != nil {
		m.path = a.Left.String()
		return m, nil
	}
	last := a.Hops[len(a.Hops)-1]
	m.status, m.path, m.shows = last.Status, last.URL.Path, shows(last.Body, hostile.User)
	return m, nil
}

// signedIn reports whether the attempt ended as the honest sign-in did.
func (a *attempt) signedIn() bool { return a.mark == a.c.honest }

// shows reports whether a page has one of the claims that name a user.
func shows(body string, user map[string]any) bool {
	for _, value := range user {
		if text, ok := value.(string); ok && strings.Contains(body, text) {
			return true
		}
	}
	return false
}

// browser is a browser, and what its cookies tell.
type browser struct{ navigation.Browser }

func (b *browser) cookieNames() []string {
	var names []string
	for host, cookies := range b.Jar {
		for _, c := range cookies {
			names = append(names, host+"/"+c.Name)
		}
	}
	slices.Sort(names)
	return names
}

// without returns a browser with the same cookies except one.
func (b *browser) without(cookie *http.Cookie) *browser {
	other := *b
	other.Jar, other.Hops = b.Jar.Clone(), nil
	for host, cookies := range other.Jar {
		other.Jar[host] = slices.DeleteFunc(cookies, func(c *http.Cookie) bool { return c == cookie })
	}
	return &other
}
