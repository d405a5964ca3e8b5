package session

import (
	"net/http"
	"time"

	"quartet.example/client/internal/core"
)

// CookieName has the prefix with which browsers insist on Secure, Path=/ and
// no Domain, so that no other host can plant or read it.
const CookieName = cookiePrefix + "session"

const cookiePrefix = "__Host-quartet-" // of all our cookies

const idLength = 43 // 256 bits in base64url

// ID is the session id that the browser sent, "" if there is none. It says
// nothing about whether there is such a session.
func ID(r *http.Request) string {
	cookies := r.CookiesNamed(CookieName)
	if len(cookies) != 1 || len(cookies[0].Value) != idLength || core.KindOf(cookies[0].Value) != core.ForBrowser {
		return ""
	}
	return cookies[0].Value
}

// Cookie is how a browser keeps its session id (RFC 10017 §6.1.3.2).
type Cookie struct {
	Strict bool // SameSite=Strict, else Lax
}

// SameSite is what the cookie says about requests that other sites begin.
func (k Cookie) SameSite() string {
	if k.Strict {
		return "Strict"
	}
	return "Lax"
}

// Set hands a session id to the browser.
func (k Cookie) Set(w http.ResponseWriter, id string, lifetime time.Duration) {
	k.set(w, id, int(lifetime/time.Second))
}

// Clear takes it back, with identical attributes (RFC 6265 §5.3).
func (k Cookie) Clear(w http.ResponseWriter) {
	k.set(w, "", -1)
}

func (k Cookie) set(w http.ResponseWriter, value string, maxAge int) {
	cookie := &http.Cookie{
		Name: CookieName, Value: value, MaxAge: maxAge, Path: "/",
		Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	}
	if !k.Strict {
		cookie.SameSite = http.SameSiteLaxMode
	}
	http.SetCookie(w, cookie)
}

// Withheld tells whether a browser may have kept the cookie back: with Strict it
// does so when another site sends it here, by a link or by the redirect after
// signing in. A navigation that our own page begins brings it (RFC 6265bis §5.6.7.1,
// Fetch Metadata §2).
func (k Cookie) Withheld(r *http.Request) bool {
	return k.Strict && ID(r) == "" && r.Method == http.MethodGet &&
		r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.Header.Get("Sec-Fetch-Dest") == "document"
}
