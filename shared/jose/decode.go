package jose

import (
	"bytes"
	"encoding/base64"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// strict is base64url with exactly one encoding for each value (RFC 4648 §3.5).
var strict = base64.RawURLEncoding.Strict()

// compact contains the three decoded parts of a JWT (RFC 7515 §7.1).
type compact struct {
	raw                        string // the token
	signed                     string // header and payload as sent, over which the signature is computed
	header, payload, signature []byte
}

// split decodes the parts of a token. Each token has exactly one encoding: no padding, no line
// breaks, no unused bits. Otherwise an attacker could make a second token with the same content and
// signature.
func split(raw string, maxBytes int) (compact, bool) {
	head, rest, ok := strings.Cut(raw, ".")
	body, tail, more := strings.Cut(rest, ".")
	if !ok || !more || len(raw) > maxBytes || strings.ContainsAny(raw, "\r\n") || strings.Contains(tail, ".") {
		return compact{}, false
	}
	buffer := make([]byte, 0, base64.RawURLEncoding.DecodedLen(len(raw)))
	var parts [3][]byte
	for i, segment := range [...]string{head, body, tail} {
		start := len(buffer)
		var err error
		if buffer, err = strict.AppendDecode(buffer, []byte(segment)); err != nil {
			return compact{}, false
		}
		parts[i] = buffer[start:len(buffer):len(buffer)]
	}
	return compact{raw, raw[:len(head)+1+len(body)], parts[0], parts[1], parts[2]}, true
}

// Decode reads one JSON object into v, strictly: member names match exactly and occur
// once, at every depth, text is UTF-8, and nothing follows the object (RFC 8259 §4, RFC
// 7515 §4, RFC 7519 §4). Members that v does not have are ignored.
func Decode(object []byte, v any) error {
	if jsontext.Value(object).Kind() != '{' {
		return ErrMalformed
	}
	return json.Unmarshal(object, v)
}

// eachMember calls do with each member of an object that Decode has read.
func eachMember(object []byte, do func(name string, value jsontext.Value)) {
	decoder := jsontext.NewDecoder(bytes.NewBuffer(object))
	_, _ = decoder.ReadToken()
	for decoder.PeekKind() == '"' {
		name, err := decoder.ReadToken()
		if err != nil {
			return
		}
		key := name.String()
		value, err := decoder.ReadValue()
		if err != nil {
			return
		}
		do(key, value)
	}
}

// Member decodes one member of an object that Decode has read into value. It returns false if the
// object does not have the member.
func Member(object []byte, name string, value any) (bool, error) {
	var found jsontext.Value
	if len(object) > 0 {
		eachMember(object, func(one string, its jsontext.Value) {
			if one == name {
				found = its.Clone()
			}
		})
	}
	if found == nil {
		return false, nil
	}
	return true, json.Unmarshal(found, value)
}
