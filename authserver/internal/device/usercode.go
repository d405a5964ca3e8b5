package device

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// alphabet has no vowels, so that codes do not form words, and no letter that looks like a digit
// (RFC 8628 §6.1). A code of eight letters has 34.5 bits.
const (
	alphabet = "BCDFGHJKLMNPQRSTVWXZ"
	letters  = 8
)

// newUserCode returns a random code. All codes have the same probability.
func newUserCode() string {
	var code [letters]byte
	for i := range code {
		code[i] = alphabet[randomBelow(len(alphabet))]
	}
	return string(code[:])
}

// randomBelow returns a number below n. It discards random bytes that would make small numbers more
// probable.
func randomBelow(n int) int {
	for {
		var b [1]byte
		_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
		if v := int(b[0]); v < 256-256%n {
			return v % n
		}
	}
}

// normalize returns the code without regard to case, dashes and spaces (RFC 8628 §6.1). It returns
// false if the text cannot be a code.
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

// inGroups returns the code as it is shown: WDJB-MJHT.
func inGroups(code string) string { return code[:letters/2] + "-" + code[letters/2:] }

// nameOf returns the name of a code in the store, an HMAC. All codes of 34 bits can be tried
// against a plain hash in a short time, so the hash has a key that is not in the store.
func nameOf(pepper []byte, code string) string {
	mac := hmac.New(sha256.New, pepper)
	mac.Write([]byte("quartet user code\x00" + code))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
