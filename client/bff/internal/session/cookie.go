package session

import (
	"net/http"
	"time"

	"quartet.example/client/bff/internal/core"
)

// hostOnly is the name prefix for which browsers require Secure, Path=/ and no Domain, so
// that no other host can set or read the cookie (RFC 6265bis §4.1.3.2). All cookies of the
// client have it, whatever the settings are.
const hostOnly = "__Host-"

const idLength = 43 // 256 bits in base64url

// Cookie reads and writes the cookie with the session id (RFC 10017 §6.1.3.2).
type Cookie struct {
	// Prefix begins the names of all our cookies, after __Host-. A browser sends the
	// cookies of a host to every port of it (RFC 6265 §8.5), so two programs on one
	// host need different prefixes.
	Prefix string
	Strict bool // SameSite=Strict, else Lax
}

// Name returns the full name of one of our cookies.
func (k Cookie) Name(of string) string { return hostOnly + k.Prefix + of }

// SessionName is the name of the cookie that holds the session id.
func (k Cookie) SessionName() string { return k.Name("session") }

// ID returns the session id that the browser sent, or "" if there is none. It says
// nothing about whether there is such a session.
func (k Cookie) ID(r *http.Request) string {
	id := k.secret(r, k.SessionName())
	if core.KindOf(id) != core.ForBrowser {
		return ""
	}
	return id
}

// secret returns the value of a cookie if there is exactly one of that name, and it
// has the length of our random secrets.
func (k Cookie) secret(r *http.Request, name string) string {
	cookies := r.CookiesNamed(name)
	if len(cookies) != 1 || len(cookies[0].Value) != idLength {
		return ""
	}
	return cookies[0].Value
}

// SameSite returns the value of the attribute: Strict or Lax.
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

// Clear deletes both cookies, by setting them with the same attributes (RFC 6265 §5.3).
func (k Cookie) Clear(w http.ResponseWriter) {
	k.set(w, "", -1)
	k.setBrowser(w, "", -1)
}

func (k Cookie) set(w http.ResponseWriter, value string, maxAge int) {
	sameSite := http.SameSiteStrictMode
	if !k.Strict {
		sameSite = http.SameSiteLaxMode
	}
	Write(w, k.SessionName(), value, maxAge, sameSite)
}

// Write sets a cookie of ours, or clears it if maxAge, in seconds, is negative.
func Write(w http.ResponseWriter, name, value string, maxAge int, sameSite http.SameSite) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // G124 does not follow the variable sameSite
		Name: name, Value: value, MaxAge: maxAge, Path: "/",
		Secure: true, HttpOnly: true, SameSite: sameSite, // Strict or Lax, never None
	})
}

// Withheld reports whether the browser may have withheld the cookie: with Strict it does not send
// it when another site leads here, by a link or by the redirect after signing in. It does send it
// when our own page navigates (RFC 6265bis §5.6.7.1, Fetch Metadata §2).
func (k Cookie) Withheld(r *http.Request) bool {
	return k.Strict && k.ID(r) == "" && r.Method == http.MethodGet &&
		r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.Header.Get("Sec-Fetch-Dest") == "document"
}
