package bearer

import (
	"strings"

	"quartet.example/shared/oauth"
)

// challenge is the WWW-Authenticate of a refusal (RFC 6750 §3, RFC 9728 §5.1).
// It is made of our own words only, never of what the caller sent.
func (v *Validator) challenge(e *oauth.Error, scope string) string {
	var b strings.Builder
	b.WriteString(oauth.TokenTypeBearer)
	separator := " "
	attribute := func(name, value string) {
		if value == "" {
			return
		}
		b.WriteString(separator + name + "=" + quoted(value))
		separator = ", "
	}
	attribute("realm", v.cfg.Realm)
	if !lacksToken(e) {
		attribute("error", string(e.Code))
		attribute("error_description", e.Description)
		attribute("scope", scope)
	}
	attribute("resource_metadata", v.cfg.MetadataURL)
	return b.String()
}

// lacksToken tells whether the request had no token at all: then it gets no
// error code (RFC 6750 §3.1).
func lacksToken(e *oauth.Error) bool {
	return e.Check == &TokenPresent || e.Check == &TokenScheme || e.Check == &TokenLocation
}

// quoted is quoted-string (RFC 9110 §5.6.4), of visible ASCII and spaces.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"', c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ', c > '~': // no header is split, no byte is guessed
			b.WriteByte('?')
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
