package session

import (
	"net/http"
	"strings"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
)

// Scheme is the scheme of the Authorization header in which an app sends the id of its session:
// Authorization: Session app.nAj3... It is not Bearer, because software treats a Bearer value as
// an access token and may log or forward it (ADR 0020).
const Scheme = "Session"

// appIDLength is that of core.ForApp.NewID.
const appIDLength = len("app.") + idLength

// FromApp reports whether the request is for the session of an app. Other schemes are ignored: a
// proxy in front may use them, and browsers add them to requests with a cookie.
func FromApp(r *http.Request) bool {
	for _, value := range r.Header.Values("Authorization") {
		if scheme, _, _ := strings.Cut(value, " "); strings.EqualFold(scheme, Scheme) { // RFC 9110 §11.1
			return true
		}
	}
	return false
}

// Presented returns the id of the session that the request names, from the header of an app or
// the cookie of a browser; "" if there is none, or both. The session may not exist.
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

// app accepts the call of an app. No browser adds the header by itself, so the header against
// forged requests is not needed.
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

// OneWay refuses a request for or from an app that also has a cookie of ours, because it is not
// clear whose session is meant. Cookies of other applications are ignored.
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
