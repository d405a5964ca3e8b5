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

// KnownCookie says for which accounts the browser has signed in: the device cookie
// of OWASP. It signs nobody in. It lets the browser try passwords while the account
// is throttled because somebody else guesses.
const KnownCookie = "__Host-quartet-authserver-known"

const (
	maxKnown    = 3 // accounts in one browser
	knownRecord = "browser that signed in"
)

// Known reads and writes that cookie. Nothing of it is stored here: each account is
// a sealed value of its own in the cookie.
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

// Find gives the name of the browser for that account, "" if it did not sign in
// to it within TTL.
func (k *Known) Find(c echo.Context, username string) string {
	account := accountOf(username)
	for _, one := range k.read(c) {
		if one.account == account {
			return one.id
		}
	}
	return ""
}

// Remember notes that the browser has signed in to the account. It keeps the name
// that it has: an older copy of the cookie must not count by itself.
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

// read gives the accounts in the cookie that are ours and recent.
func (k *Known) read(c echo.Context) []known {
	cookie, err := c.Request().Cookie(nameOf(c, KnownCookie))
	if err != nil {
		return nil
	}
	var found []known
	parts := strings.SplitN(cookie.Value, ".", maxKnown+1) // a stranger may send many: no more are opened than we wrote
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
