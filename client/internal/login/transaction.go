package login

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"quartet.example/shared/oauth"
)

// A transaction cookie is named after its state and holds when it was set and
// a secret: __Host-quartet-login-<16 of H(state)> = <unix seconds>.<binding>.
const (
	cookiePrefix   = "__Host-quartet-login-"
	maxConcurrent  = 8 // logins in progress per browser; more push the oldest out
	nameHashLength = 16
)

func cookieName(state string) string { return cookiePrefix + oauth.Hash(state)[:nameHashLength] }

// bindingOf is the secret that this browser was given together with state.
func bindingOf(r *http.Request, state string) string {
	cookies := r.CookiesNamed(cookieName(state))
	if len(cookies) != 1 {
		return ""
	}
	_, binding, _ := strings.Cut(cookies[0].Value, ".")
	return binding
}

func setTransaction(w http.ResponseWriter, state, binding string, now time.Time, ttl time.Duration) {
	set(w, cookieName(state), strconv.FormatInt(now.Unix(), 10)+"."+binding, int(ttl/time.Second))
}

func clearTransaction(w http.ResponseWriter, name string) {
	set(w, name, "", -1)
}

func set(w http.ResponseWriter, name, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, MaxAge: maxAge, Path: "/",
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// makeRoom clears the oldest transactions of the browser, so that with a new
// one there are at most maxConcurrent.
func makeRoom(w http.ResponseWriter, r *http.Request) {
	var old []*http.Cookie
	for _, c := range r.Cookies() {
		if strings.HasPrefix(c.Name, cookiePrefix) {
			old = append(old, c)
		}
	}
	slices.SortFunc(old, func(a, b *http.Cookie) int { return cmp.Compare(setAt(a), setAt(b)) })
	for len(old) >= maxConcurrent {
		clearTransaction(w, old[0].Name)
		old = old[1:]
	}
}

func setAt(c *http.Cookie) int64 {
	seconds, _, _ := strings.Cut(c.Value, ".")
	at, _ := strconv.ParseInt(seconds, 10, 64) // 0 for what is not ours: goes first
	return at
}
