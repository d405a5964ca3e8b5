package session

import (
	"net/http"
	"time"
)

// CookieName has the prefix with which browsers insist on Secure, Path=/ and
// no Domain, so that no other host can plant or read it.
const CookieName = "__Host-quartet-session"

const idLength = 43 // 256 bits in base64url

// ID is the session id that the browser sent, "" if there is none. It says
// nothing about whether there is such a session.
func ID(r *http.Request) string {
	cookies := r.CookiesNamed(CookieName)
	if len(cookies) != 1 || len(cookies[0].Value) != idLength {
		return ""
	}
	return cookies[0].Value
}

// SetCookie hands a session id to the browser.
func SetCookie(w http.ResponseWriter, id string, lifetime time.Duration) {
	set(w, id, int(lifetime/time.Second))
}

// ClearCookie takes it back, with identical attributes (RFC 6265 §5.3).
func ClearCookie(w http.ResponseWriter) {
	set(w, "", -1)
}

func set(w http.ResponseWriter, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: CookieName, Value: value, MaxAge: maxAge, Path: "/",
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
