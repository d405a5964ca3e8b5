package browser

import (
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/seal"
)

// KnownCookie names the accounts to which the browser has signed in (OWASP: device
// cookie). It does not sign the user in. An attacker who guesses passwords must not lock the user
// out: a browser with this cookie may try passwords while the account is throttled.
const KnownCookie = "__Host-quartet-authserver-known"

const (
	maxKnown    = 3 // accounts in one browser
	knownRecord = "browser that signed in"
)

// Known reads and writes KnownCookie. The server stores nothing about it: the cookie
// holds one encrypted value for each account.
type Known struct {
	Box *seal.Box
	Now func() time.Time
	TTL time.Duration // since the last sign-in
}

// known is one account in the cookie.
type known struct {
	account string // oauth.Hash of the normalized username
	id      string // of the browser, for this account
	since   time.Time
}

// Find returns the id of the browser for that account, or "" if the browser did not
// sign in to it within TTL.
func (k *Known) Find(c echo.Context, username string) string {
	account := accountOf(username)
	for _, one := range k.read(c) {
		if one.account == account {
			return one.id
		}
	}
	return ""
}

// Remember adds the account to the cookie. An attacker with copies of the cookie must not
// get a count of their own for each copy: a browser keeps the id that it has.
func (k *Known) Remember(c echo.Context, username string) {
	now := known{account: accountOf(username), id: k.Find(c, username), since: k.Now()}
	if now.id == "" {
		now.id = oauth.NewSecret()
	}
	sealed := []string{k.seal(now)}
	for _, one := range k.read(c) {
		if one.account != now.account && len(sealed) < maxKnown {
			sealed = append(sealed, k.seal(one))
		}
	}
	setCookie(c, KnownCookie, strings.Join(sealed, "."), k.TTL)
}

// read returns the accounts in the cookie that this server wrote and that are not too old.
func (k *Known) read(c echo.Context) []known {
	cookie, err := c.Request().Cookie(nameOf(c, KnownCookie))
	if err != nil {
		return nil
	}
	var found []known
	parts := strings.SplitN(cookie.Value, ".", maxKnown+1) // an attacker may send many values: decrypt at most as many as this server writes
	for _, sealed := range parts[:min(len(parts), maxKnown)] {
		if one, ok := k.open(sealed); ok {
			found = append(found, one)
		}
	}
	return found
}

func (k *Known) seal(one known) string {
	return k.Box.Seal([]byte(one.account+" "+one.id+" "+strconv.FormatInt(one.since.Unix(), 10)), knownRecord)
}

func (k *Known) open(sealed string) (known, bool) {
	plain, err := k.Box.Open(sealed, knownRecord)
	parts := strings.Fields(string(plain))
	if err != nil || len(parts) != 3 {
		return known{}, false
	}
	seconds, err := strconv.ParseInt(parts[2], 10, 64)
	since := time.Unix(seconds, 0)
	return known{parts[0], parts[1], since}, err == nil && k.Now().Before(since.Add(k.TTL))
}

func accountOf(username string) string { return oauth.Hash(core.NormalizeUsername(username)) }
