package apicheck

import (
	"encoding/base64"
	"slices"
	"strings"

	"quartet.example/shared/jose/forge"
)

func signatureChecks() []check {
	return []check{
		{Defence: Defence{
			ID: "api.signature.invalid", Title: "refuses invalid signatures",
			Attack: "The signature is missing, cut off, changed by one bit, all zero, or that of another token.",
			Spec:   "RFC 7515 §5.2, RFC 8725 §3.3",
			Fix:    "Verify the signature with a maintained JWT library, and refuse the token if it returns an error.",
		}, attack: refuses(signatures)},
		{Defence: Defence{
			ID: "api.signature.tampered", Title: "refuses tokens that were changed after they were signed",
			Attack: "The signature is that of a valid token, and another user, more scope or a later exp was written into it.",
			Spec:   "RFC 7515 §5.2, RFC 9068 §4",
			Fix:    "Verify the signature before any claim is used.",
		}, attack: refuses(tampered)},
	}
}

func signatures(f *forger) []attempt {
	parts, other := strings.Split(f.valid(), "."), strings.Split(f.valid(), ".")
	if f.err != nil {
		return nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[2])
	f.note(err)
	put := func(name string, signature []byte) attempt {
		return attempt{name: "signature " + name, token: parts[0] + "." + parts[1] + "." + base64.RawURLEncoding.EncodeToString(signature)}
	}
	first, last := slices.Clone(raw), slices.Clone(raw)
	first[0] ^= 0x40
	last[len(last)-1] ^= 1
	return []attempt{
		put("empty", nil), put("cut off", raw[:len(raw)/2]), put("without its last octet", raw[:len(raw)-1]), put("with an octet more", append(slices.Clone(raw), 0)),
		put("with another first bit", first), put("with another last bit", last), put("zero", make([]byte, len(raw))),
		{name: "signature of another token", token: parts[0] + "." + parts[1] + "." + other[2]},
		{name: "no third part", token: parts[0] + "." + parts[1]},
	}
}

func tampered(f *forger) []attempt {
	parts := strings.Split(f.valid(), ".")
	if f.err != nil {
		return nil
	}
	var all []attempt
	for _, change := range []struct {
		name   string
		claims object
	}{
		{"sub admin", object{"sub": "admin"}}, {"a later exp", object{"exp": f.Now().Add(24 * lifetime).Unix()}}, {"more scope", object{"scope": f.Scope + " admin"}},
	} {
		all = append(all, attempt{name: change.name, token: parts[0] + "." + forge.Encode(f.claims(change.claims)) + "." + parts[2]})
	}
	header := forge.Encode(f.header(f.key, object{"x": 1}))
	return append(all, attempt{name: "another header", token: header + "." + parts[1] + "." + parts[2]})
}
