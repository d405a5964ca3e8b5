package core

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/secure/precis"
	"golang.org/x/text/unicode/norm"
)

// NormalizeUsername is the form in which usernames are compared and counted: each
// word by the profile UsernameCaseMapped (RFC 8265 §3.3, §3.5), one space between
// words. So " Alice" is alice, and an umlaut is one character whether the keyboard
// sent one code point or two. A word outside the profile is in lower case and NFC.
func NormalizeUsername(username string) string {
	words := strings.Fields(username)
	for i, word := range words {
		prepared, err := precis.UsernameCaseMapped.String(word)
		if err != nil {
			prepared = strings.ToLower(norm.NFC.String(word))
		}
		words[i] = prepared
	}
	return strings.Join(words, " ")
}

// NormalizePassword is the form in which passwords are hashed and compared: the
// profile OpaqueString (RFC 8265 §4.2), which is NFC with every space the ASCII
// one. A password outside the profile, such as one with a control character or one that is not UTF-8,
// stays as it is.
func NormalizePassword(password string) string {
	prepared, err := precis.OpaqueString.String(password)
	if err != nil || !utf8.ValidString(password) {
		return password
	}
	return prepared
}
