package session

import (
	"net/http"
	"time"

	"quartet.example/shared/oauth"
)

// A second cookie holds a random identifier of the browser, so that a new session can
// replace the session that the browser had. The session cookie cannot be used for that:
// with SameSite=Strict it is not sent on the redirect from the issuer. This cookie is
// SameSite=Lax. It gives no access: an attacker who stole it could, by signing in, only
// end the session of that browser.

func (k Cookie) browserName() string { return k.Name("browser") }

// Browser returns the identifier of the browser, or a new one.
func (k Cookie) Browser(r *http.Request) string {
	if name := k.secret(r, k.browserName()); name != "" {
		return name
	}
	return oauth.NewSecret()
}

// SetBrowser sets the cookie with the identifier, for the maximum lifetime of a session.
func (k Cookie) SetBrowser(w http.ResponseWriter, name string, lifetime time.Duration) {
	k.setBrowser(w, name, int(lifetime/time.Second))
}

func (k Cookie) setBrowser(w http.ResponseWriter, name string, maxAge int) {
	Write(w, k.browserName(), name, maxAge, http.SameSiteLaxMode)
}
