package core

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/secure/precis"
	"golang.org/x/text/unicode/norm"
)

// NormalizeUsername returns the form in which usernames are compared and counted: each
// word by the profile UsernameCaseMapped (RFC 8265 §3.3, §3.5), with one space between
// words. So " Alice" equals alice, and an umlaut is the same whether it was typed as one
// code point or two. A word that the profile forbids is only put into lower case and NFC.
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

// NormalizePassword returns the form in which passwords are hashed and compared: the
// profile OpaqueString (RFC 8265 §4.2), which is NFC with every kind of space replaced by
// the ASCII space. A password that the profile forbids, such as one with a control
// character or one that is not UTF-8, is not changed.
func NormalizePassword(password string) string {
	prepared, err := precis.OpaqueString.String(password)
	if err != nil || !utf8.ValidString(password) {
		return password
	}
	return prepared
}
