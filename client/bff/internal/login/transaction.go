package login

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"quartet.example/client/bff/internal/session"
	"quartet.example/shared/oauth"
)

// A transaction cookie is named after its state and holds when it was set and a
// secret: __Host-quartet-client-login-<16 of H(state)> = <unix seconds>.<binding>.
const (
	transaction    = "login-"
	maxConcurrent  = 8 // logins in progress per browser; a further one deletes the oldest
	nameHashLength = 16
)

func (h *Handler) cookieName(state string) string {
	return h.Cookie.Name(transaction) + oauth.Hash(state)[:nameHashLength]
}

// bindingOf returns the secret in the transaction cookie of this name, "" if there is none.
func bindingOf(r *http.Request, name string) string {
	cookies := r.CookiesNamed(name)
	if len(cookies) != 1 {
		return ""
	}
	_, binding, _ := strings.Cut(cookies[0].Value, ".")
	return binding
}

func setTransaction(w http.ResponseWriter, name, binding string, now time.Time, ttl time.Duration) {
	session.Write(w, name, strconv.FormatInt(now.Unix(), 10)+"."+binding, int(ttl/time.Second), http.SameSiteLaxMode)
}

func clearTransaction(w http.ResponseWriter, name string) {
	session.Write(w, name, "", -1, http.SameSiteLaxMode)
}

// makeRoom deletes the oldest transaction cookies of the browser, so that with a new one there
// are at most maxConcurrent.
func (h *Handler) makeRoom(w http.ResponseWriter, r *http.Request) {
	var old []*http.Cookie
	for _, c := range r.Cookies() {
		if strings.HasPrefix(c.Name, h.Cookie.Name(transaction)) {
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
	at, _ := strconv.ParseInt(seconds, 10, 64) // 0 for a malformed value, which is deleted first
	return at
}
