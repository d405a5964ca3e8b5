package session

import (
	"context"
	"net/http"
	"strings"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
)

// Scheme is that of the Authorization header in which an app sends the id of its
// session: Authorization: Session app.nAj3... It is not Bearer, which is for access
// tokens: whoever sees one tries it, logs it or forwards it as such (ADR 0020).
const Scheme = "Session"

// appIDLength is that of core.ForApp.NewID.
const appIDLength = len("app.") + idLength

// FromApp tells whether the request speaks for an app's session. Other schemes
// are not for us: somebody in front may want them, and browsers add them to
// requests with a cookie.
func FromApp(r *http.Request) bool {
	for _, value := range r.Header.Values("Authorization") {
		if scheme, _, _ := strings.Cut(value, " "); strings.EqualFold(scheme, Scheme) { // RFC 9110 §11.1
			return true
		}
	}
	return false
}

// Presented is the id of the session that a call is for, from the header of an
// app or the cookie of a browser, "" if there is none, or both. It says nothing
// about whether there is such a session.
func (g Guard) Presented(r *http.Request) string {
	if !FromApp(r) {
		return g.Cookie.ID(r)
	}
	_, id, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !g.oneWay(r) || len(id) != appIDLength || core.KindOf(id) != core.ForApp {
		return ""
	}
	return id
}

// app lets the call of an app through. The header is not ambient: no browser adds
// it by itself, so the header against forgery is not needed.
func (g Guard) app(r *http.Request) error {
	if err := g.OneWay(r); err != nil {
		return err
	}
	if g.Presented(r) == "" {
		return checks.SessionKind.Fail(r.Context(), nil).WithChallenge(challenge)
	}
	checks.SessionKind.Pass(r.Context())
	return g.sameOrigin(r)
}

// OneWay refuses what is for apps, or from one, if it comes with a cookie of ours.
// Those of others are none of our business: they open nothing here.
func (g Guard) OneWay(r *http.Request) error {
	return checks.SessionTransport.Require(r.Context(), g.oneWay(r))
}

func (g Guard) oneWay(r *http.Request) bool {
	once := len(r.Header.Values("Authorization")) <= 1
	for _, c := range r.Cookies() {
		once = once && !strings.HasPrefix(c.Name, g.Cookie.Name(""))
	}
	return once
}

// OfBrowsers are sessions without those of apps: for pages.
type OfBrowsers struct{ Sessions }

// LoadSession is core.ErrNotFound for the session of an app.
func (b OfBrowsers) LoadSession(ctx context.Context, id string) (core.Session, error) {
	if core.KindOf(id) != core.ForBrowser {
		return core.Session{}, core.ErrNotFound
	}
	return b.Sessions.LoadSession(ctx, id)
}
