package session

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// The header that our own pages send with every call. Another site cannot send it: it would need
// a CORS preflight, and none is answered.
const (
	HeaderName  = "X-Requested-With"
	HeaderValue = "quartet"
)

// Guard decides whether a request may use the session of its cookie
// (RFC 10017 §6.1.3.3) or of its header. It uses only the request, not the store.
type Guard struct {
	Origin string // our own, as browsers send it: scheme://host[:port]
	Cookie Cookie
}

// NewGuard makes the guard of the site with this public URL.
func NewGuard(publicURL string) (Guard, error) {
	u, err := url.Parse(publicURL)
	if err != nil {
		return Guard{}, err
	}
	return Guard{Origin: u.Scheme + "://" + u.Host}, nil
}

// Call accepts calls of our own scripts, and those of apps.
func (g Guard) Call(r *http.Request) error {
	if FromApp(r) {
		return g.app(r)
	}
	values := r.Header.Values(HeaderName)
	if err := checks.SessionCSRF.Require(r.Context(), len(values) == 1 && values[0] == HeaderValue); err != nil {
		return err
	}
	return g.sameOrigin(r)
}

// Form accepts forms of our own pages, and calls.
func (g Guard) Form(r *http.Request, id, token string) error {
	if r.Header.Get(HeaderName) == HeaderValue || FromApp(r) {
		return g.Call(r)
	}
	if err := checks.SessionCSRF.Require(r.Context(), id != "" && oauth.Equal(token, FormSecret(id))); err != nil {
		return err
	}
	return g.sameOrigin(r)
}

func (g Guard) sameOrigin(r *http.Request) error {
	site := r.Header.Get("Sec-Fetch-Site") // Fetch Metadata §2.3; older browsers do not send it
	if err := checks.SessionFetchSite.Require(r.Context(), site == "" || site == "same-origin"); err != nil {
		return err
	}
	origin := r.Header.Get("Origin")
	return checks.SessionOrigin.Require(r.Context(), origin == "" || origin == g.Origin)
}

// IsCall reports whether a request is a call by a script or an app, and not a form.
func IsCall(r *http.Request) bool { return r.Header.Get(HeaderName) != "" || FromApp(r) }

// Forget deletes the cookies of the request. An app gets no cookies, not even empty ones.
func (g Guard) Forget(c echo.Context) {
	if !FromApp(c.Request()) {
		g.Cookie.Clear(c.Response())
	}
}

// FormSecret returns the value that forms of this session contain. It is made from the session
// id, which no other site knows, and does not reveal it.
func FormSecret(id string) string { return oauth.Hash("quartet form " + id) }

// FormToken returns the token of a form, and "" for a call, which has a header instead and may
// have no body.
func FormToken(c echo.Context) string {
	if IsCall(c.Request()) {
		return ""
	}
	form, err := web.Form(c)
	if err != nil {
		return ""
	}
	return form.Get("csrf")
}

// Host is our own host, for people to read.
func (g Guard) Host() string {
	_, host, _ := strings.Cut(g.Origin, "://")
	return host
}
