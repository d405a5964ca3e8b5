package jose

import (
	"github.com/go-json-experiment/json/jsontext"
)

// maxKeyID is the maximum length of kid, in bytes.
const maxKeyID = 256

// Header contains the members of a header that Keys may use. URLs and certificates in the header
// (jku, x5u, x5c) are not read, because an attacker could choose them (RFC 8725 §3.10).
type Header struct {
	Algorithm string
	Type      string
	KeyID     string         // kid, "" if there is none
	JWK       jsontext.Value // jwk as it was sent, nil if there is none; for tokens that contain their own key (RFC 9449 §4.2)
}

// wire contains the members of a header as they are decoded.
type wire struct {
	Algorithm text           `json:"alg"`
	Type      text           `json:"typ"`
	KeyID     text           `json:"kid"`
	JWK       jsontext.Value `json:"jwk"`
	Critical  jsontext.Value `json:"crit"`
	Unencoded jsontext.Value `json:"b64"`
}

func (w *wire) header() Header {
	return Header{Algorithm: w.Algorithm.value, Type: w.Type.value, KeyID: w.KeyID.value, JWK: w.JWK}
}

// hasUnusableKeyID reports whether kid is not a string (RFC 7515 §4.1.4), empty, or too long.
func (w *wire) hasUnusableKeyID() bool {
	return w.KeyID.there && (w.KeyID.value == "" || len(w.KeyID.value) > maxKeyID)
}

// minted contains the members of a JOSE header that Mint writes. Empty ones are omitted.
type minted struct {
	Algorithm string
	JWK       jsontext.Value
	KeyID     string
	Type      string
}

// encode returns the header as JSON, or an error if a member is not valid UTF-8. It uses no reflection,
// which would cost as much CPU time as encoding the claims of the token.
func (m minted) encode() ([]byte, error) {
	head, err := jsontext.AppendQuote([]byte(`{"alg":`), m.Algorithm)
	if m.JWK != nil {
		head = append(append(head, `,"jwk":`...), m.JWK...)
	}
	if m.KeyID != "" && err == nil {
		head, err = jsontext.AppendQuote(append(head, `,"kid":`...), m.KeyID)
	}
	if m.Type != "" && err == nil {
		head, err = jsontext.AppendQuote(append(head, `,"typ":`...), m.Type)
	}
	return append(head, '}'), err
}

// text is a member that must be a string. A value of another type is read as present and empty, so
// that the rule about this member refuses it.
type text struct {
	value string
	there bool
}

// UnmarshalJSONFrom accepts every JSON value.
func (t *text) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	t.there = true
	if d.PeekKind() != '"' {
		return d.SkipValue()
	}
	token, err := d.ReadToken()
	if err == nil {
		t.value = token.String()
	}
	return err
}
