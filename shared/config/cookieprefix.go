package config

import (
	"errors"
	"regexp"
)

// cookiePrefix has the characters that need no quoting in the name of a cookie
// (RFC 6265 §4.1.1).
var cookiePrefix = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)

// CookiePrefix returns an error if the value of the setting cookie-prefix cannot
// begin the name of a cookie.
func CookiePrefix(value string) error {
	if !cookiePrefix.MatchString(value) {
		return errors.New("cookie-prefix: must be 1 to 32 letters, digits, _ or -")
	}
	return nil
}
