package device

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// alphabet has no vowels, so that no words appear, and nothing that looks like
// a digit (RFC 8628 §6.1). Eight letters of it are 34.5 bits.
const (
	alphabet = "BCDFGHJKLMNPQRSTVWXZ"
	letters  = 8
)

// newUserCode makes a random code, every one as likely as any other.
func newUserCode() string {
	var code [letters]byte
	for i := range code {
		code[i] = alphabet[randomBelow(len(alphabet))]
	}
	return string(code[:])
}

// randomBelow throws away what would make the first letters likelier.
func randomBelow(n int) int {
	for {
		var b [1]byte
		_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
		if v := int(b[0]); v < 256-256%n {
			return v % n
		}
	}
}

// normalize gives the letters that were meant: without regard to case, dashes
// and spaces (RFC 8628 §6.1). It reports false for what cannot be a code.
func normalize(typed string) (code string, ok bool) {
	if len(typed) > 64 {
		return "", false
	}
	code = strings.Map(func(c rune) rune {
		if c == '-' || c == ' ' || c == '\t' || c == '‐' || c == '–' {
			return -1
		}
		return c
	}, strings.ToUpper(typed))
	strange := strings.ContainsFunc(code, func(c rune) bool { return !strings.ContainsRune(alphabet, c) })
	return code, len(code) == letters && !strange
}

// inGroups is how a code is shown: WDJB-MJHT.
func inGroups(code string) string { return code[:letters/2] + "-" + code[letters/2:] }

// nameOf is the name of a code in the store: a hash under a key that is not
// there, since 34 bits behind a plain hash are soon found.
func nameOf(pepper []byte, code string) string {
	mac := hmac.New(sha256.New, pepper)
	mac.Write([]byte("quartet user code\x00" + code))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
