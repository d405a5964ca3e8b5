package josetest

import (
	"strings"
	"testing"

	"quartet.example/shared/jose"
)

// forms returns attacks on the compact form (RFC 7515 §7.1).
func forms(t testing.TB, s *Subject) []attack {
	good := s.withClaims(t, nil)
	parts := strings.Split(good, ".")
	all := []attack{{name: "good", raw: good, good: true}}
	for name, raw := range map[string]string{
		"empty": "", "only dots": "..", "one part": parts[0], "two parts": parts[0] + "." + parts[1], "four parts": good + ".",
		"five parts, as an encrypted token": good + "." + parts[0] + "." + parts[1],
		"a space before":                    " " + good, "a line break after": good + "\n", "a line break within": parts[0] + ".\r\n" + parts[1] + "." + parts[2],
		"padding":           parts[0] + "." + parts[1] + "." + parts[2] + "==",
		"standard base64":   parts[0] + "." + parts[1] + "." + strings.Repeat("+/", len(parts[2])/2),
		"JSON serialized":   `{"protected":"` + parts[0] + `","payload":"` + parts[1] + `","signature":"` + parts[2] + `"}`,
		"too long":          good + strings.Repeat("A", 64<<10),
		"another spelling":  parts[0] + "." + parts[1] + "." + respelt(parts[2]),
		"a header respelt":  respeltSigned(t, s, 0),
		"a payload respelt": respeltSigned(t, s, 1),
	} {
		all = append(all, attack{name: "form: " + name, raw: raw, rule: jose.ErrMalformed})
	}
	return all
}

// respelt returns another encoding of the segment, which a decoder that is not strict decodes to
// the same octets: the unused bits of the last character are set.
func respelt(segment string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	if len(segment)%4 == 0 {
		return segment + "\n"
	}
	last := strings.IndexByte(alphabet, segment[len(segment)-1])
	return segment[:len(segment)-1] + alphabet[last|1:last|1+1]
}

// respeltSigned signs a token with another encoding of one segment.
func respeltSigned(t testing.TB, s *Subject, which int) string {
	segments := []string{encode(s.header(t, s.Key, nil)), encode(s.payload(t, nil))}
	segments[which] = respelt(segments[which])
	return sign(t, s.Key.Algorithm, s.Key.Signer, segments[0], segments[1])
}

// jsons returns tokens with faults in their JSON and a valid signature (RFC 7515 §4, RFC 7519 §4,
// RFC 8725 §3.7).
func jsons(t testing.TB, s *Subject) []attack {
	head, body := s.header(t, s.Key, nil), s.payload(t, nil)
	all := []attack{}
	for name, raw := range map[string]string{
		"payload: null":                     s.signed(t, head, `null`),
		"payload: an array":                 s.signed(t, head, `[`+body+`]`),
		"payload: a string":                 s.signed(t, head, `"x"`),
		"payload: empty":                    s.signed(t, head, ``),
		"payload: something after it":       s.signed(t, head, body+`{}`),
		"payload: a byte order mark":        s.signed(t, head, "\ufeff"+body),
		"payload: invalid UTF-8":            s.signed(t, head, "{\"x\":\"\xff\","+body[1:]),
		"payload: half a surrogate":         s.signed(t, head, `{"x":"\ud800",`+body[1:]),
		"payload: a claim twice":            s.signed(t, head, `{"x":1,"x":2,`+body[1:]),
		"payload: a claim twice, escaped":   s.signed(t, head, `{"x":1,"\u0078":2,`+body[1:]),
		"payload: a member twice, deep":     s.signed(t, head, `{"x":{"a":1,"a":2},`+body[1:]),
		"payload: NaN":                      s.signed(t, head, `{"x":NaN,`+body[1:]),
		"payload: a comma too many":         s.signed(t, head, body[:len(body)-1]+`,}`),
		"header: null":                      s.signed(t, `null`, body),
		"header: an array":                  s.signed(t, `[`+head+`]`, body),
		"header: something after it":        s.signed(t, head+`{}`, body),
		"header: invalid UTF-8":             s.signed(t, "{\"x\":\"\xff\","+head[1:], body),
		"header: alg twice, none first":     s.signed(t, `{"alg":"none",`+head[1:], body),
		"header: alg twice, none last":      s.signed(t, head[:len(head)-1]+`,"alg":"none"}`, body),
		"header: typ twice":                 s.signed(t, `{"typ":"x",`+head[:len(head)-1]+`,"typ":"x"}`, body),
		"header: an unknown member, twice":  s.signed(t, `{"x":1,"x":1,`+head[1:], body),
		"payload: every claim of it, twice": s.signed(t, head, body[:len(body)-1]+`,`+body[1:]),
	} {
		all = append(all, attack{name: name, raw: raw, rule: jose.ErrMalformed})
	}
	return all
}
