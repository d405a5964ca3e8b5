package trace

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"

	"quartet.example/shared/oauth"
)

// Class says how much of a value may be shown.
type Class string

// The classes, from the most to the least guarded.
const (
	Secret     Class = "secret"     // passwords, client_secret, and what people type: masked
	Credential Class = "credential" // codes, tokens, cookies, verifiers: masked
	Binding    Class = "binding"    // state, nonce, challenge: masked
	Identifier Class = "id"         // client_id, sub, jti: shown
	Public     Class = "public"     // shown
)

func (c Class) masked() bool { return c != Identifier && c != Public }

// Limits on what is kept of hostile or just long messages.
const (
	maxValue  = 1024 // characters of a shown value
	maxParams = 64   // parameters of one message part
	printLen  = 12   // hex digits of a fingerprint; four are shown
)

// param makes the record of one value, as its class allows.
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
	if entry.Links || !entry.Known && isSecretOfOurs(value) {
		p.Print = r.fingerprint(value)
	}
	if name == "code_verifier" && isRandom(value) {
		p.S256 = r.fingerprint(oauth.ChallengeOf(value))
	}
	if entry.Token {
		p.JWT = r.jwt(value)
	}
	return p
}

// fingerprint is a keyed hash of a random value: equal values look equal. It is ""
// for a value that could be guessed, because a guess could be confirmed by anybody
// who has the key, or who can make the recorder record the guess.
func (r *Recorder) fingerprint(value string) string {
	if !isRandom(value) {
		return ""
	}
	mac := hmac.New(sha256.New, r.key)
	mac.Write([]byte(value))
	return hex.EncodeToString(mac.Sum(nil))[:printLen]
}

// safeName hides a name that nobody knows and that could be a value put in
// the wrong place: ours have 43 characters.
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

func clip(s string) string {
	if len(s) > maxValue {
		s = s[:maxValue] + "…"
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// withoutQuery shows a URL without user information, query, fragment and path
// segments as long as a secret. What is left out is hinted at.
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

// safePath masks segments as long as a secret.
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
