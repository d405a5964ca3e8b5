package trace

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"quartet.example/shared/oauth"
)

// Class decides how much of a value is shown.
type Class string

// The classes, from the most to the least sensitive.
const (
	Secret     Class = "secret"     // passwords, client_secret, and text that users type: masked
	Credential Class = "credential" // codes, tokens, cookies, verifiers: masked
	Binding    Class = "binding"    // state, nonce, challenge: masked
	Identifier Class = "id"         // client_id, sub, jti: shown
	Public     Class = "public"     // shown
)

func (c Class) masked() bool { return c != Identifier && c != Public }

// Limits on what is recorded of long messages.
const (
	maxValue  = 1024 // characters of a shown value
	maxParams = 64   // parameters in one part of a message
	printLen  = 12   // hex digits of a fingerprint; the pages show four
)

// param returns the record of one value, masked as its class requires.
func (r *Recorder) param(in, name, value string) Param {
	entry := Lookup(in, name)
	p := Param{Name: safeName(in, name, entry), In: in, Class: entry.Class, Len: len(value)}
	switch {
	case entry.Class.masked():
		p.Masked = true
	case entry.URL:
		p.Value, p.Len = clip(withoutQuery(value)), 0
	default:
		p.Value, p.Len = clip(value), 0
	}
	if entry.Links || entry.print || !entry.Known && isSecretOfOurs(value) {
		p.Print = r.fingerprint(value)
	}
	if (name == "code_verifier" || name == "verifier") && isRandom(value) {
		p.S256 = r.fingerprint(oauth.ChallengeOf(value))
	}
	p.Derived = r.derived(name, value)
	if entry.Token {
		p.JWT = r.jwt(value)
	}
	return p
}

// Mask returns the record of a value that the process holds, masked like the same value in a message:
// name is its name in messages, such as "refresh_token". So it has the same fingerprint. A nil Recorder
// returns a record without value and fingerprint.
func (r *Recorder) Mask(name, value string) Param {
	if r == nil {
		return Param{Name: name, Class: Credential, Masked: true}
	}
	p := r.param(InBody, name, value)
	p.In, p.JWT = "", nil
	return p
}

// fingerprint returns a keyed hash of a random value, so that equal values can be recognized. It
// returns "" for a value that could be guessed: anybody who has the key, or who can make the
// recorder record a guess, could confirm it.
func (r *Recorder) fingerprint(value string) string {
	if !isRandom(value) {
		return ""
	}
	mac := hmac.New(sha256.New, r.key)
	mac.Write([]byte(value))
	return hex.EncodeToString(mac.Sum(nil))[:printLen]
}

// safeName replaces an unknown name that could be a value in the wrong place. The secrets of this
// project have 43 characters.
func safeName(in, name string, entry Entry) string {
	if entry.Known || in == InHeader || isPlainName(name) {
		return clip(name)
	}
	return "(unknown name, " + strconv.Itoa(len(name)) + " characters)"
}

func isPlainName(s string) bool {
	if s == "" || len(s) >= 32 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c > '~' {
			return false
		}
	}
	return true
}

// clip shortens a text, and replaces what is not shown as it is: invalid UTF-8, control characters,
// which a terminal would execute, and characters that change the direction of text.
func clip(s string) string {
	if len(s) > maxValue {
		s = s[:maxValue] + "…"
	}
	return strings.Map(visible, strings.ToValidUTF8(s, "\uFFFD"))
}

// visible returns the picture of a control character (Unicode, block Control Pictures), and every
// other character that can be shown as it is.
func visible(r rune) rune {
	const pictures, del = '\u2400', '\u007f'
	switch {
	case r < ' ':
		return pictures + r
	case r == del:
		return '\u2421'
	case del < r && r < '\u00a0', unicode.Is(unicode.Bidi_Control, r), r == '\u2028', r == '\u2029':
		return '\uFFFD'
	}
	return r
}

// withoutQuery returns a URL without user information. It replaces query, fragment and path
// segments as long as a secret by "…".
func withoutQuery(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return "(not a URL, " + strconv.Itoa(len(raw)) + " characters)"
	}
	if u.Opaque != "" {
		return u.Scheme + ":…"
	}
	hint := ""
	if u.RawQuery != "" {
		hint = "?…"
	}
	if u.Fragment != "" {
		hint += "#…"
	}
	origin := ""
	if u.Scheme != "" {
		origin = u.Scheme + "://"
	} else if u.Host != "" {
		origin = "//"
	}
	return origin + u.Host + safePath(u.EscapedPath()) + hint
}

// safePath replaces path segments as long as a secret by "…".
func safePath(path string) string {
	if len(path) < 40 {
		return path
	}
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if len(s) >= 40 {
			segments[i] = "…"
		}
	}
	return strings.Join(segments, "/")
}
