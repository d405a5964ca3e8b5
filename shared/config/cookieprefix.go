package config

import (
	"errors"
	"regexp"
)

// cookiePrefix matches the characters that need no quoting in a cookie name (RFC 6265 §4.1.1).
var cookiePrefix = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)

// CookiePrefix returns an error if value cannot be the beginning of a cookie name.
func CookiePrefix(value string) error {
	if !cookiePrefix.MatchString(value) {
		return errors.New("cookie-prefix: must be 1 to 32 letters, digits, _ or -")
	}
	return nil
}
