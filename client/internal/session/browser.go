package session

import (
	"net/http"
	"time"

	"quartet.example/shared/oauth"
)

// A browser has a random name of its own, in a cookie beside the session. A new session
// replaces the one that the browser had. The session cookie cannot tell which one that
// was: with SameSite=Strict it is not sent with the way back from the issuer. So this
// cookie is SameSite=Lax. It opens nothing: who steals it could at most end the session
// of that browser, by signing in.

func (k Cookie) browserName() string { return k.Name("browser") }

// Browser returns the name that the browser has, or a new one.
func (k Cookie) Browser(r *http.Request) string {
	if name := k.secret(r, k.browserName()); name != "" {
		return name
	}
	return oauth.NewSecret()
}

// SetBrowser gives the browser its name for as long as a session may live from now on.
func (k Cookie) SetBrowser(w http.ResponseWriter, name string, lifetime time.Duration) {
	k.setBrowser(w, name, int(lifetime/time.Second))
}

func (k Cookie) setBrowser(w http.ResponseWriter, name string, maxAge int) {
	Write(w, k.browserName(), name, maxAge, http.SameSiteLaxMode)
}
