package jose

import (
	"github.com/go-json-experiment/json/jsontext"
)

// maxKeyID bounds kid, in bytes.
const maxKeyID = 256

// Header is what Keys may look at. Addresses and certificates in a header (jku, x5u, x5c)
// are not even read (RFC 8725 §3.10).
type Header struct {
	Algorithm string
	Type      string
	KeyID     string         // kid, "" if there is none
	JWK       jsontext.Value // jwk as it was sent: for kinds that bring their own key (RFC 9449 §4.2), nil if there is none
}

// wire is a header as it is read.
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

// hasUnusableKeyID: kid is a string (RFC 7515 §4.1.4), neither empty nor of any length.
func (w *wire) hasUnusableKeyID() bool {
	return w.KeyID.there && (w.KeyID.value == "" || len(w.KeyID.value) > maxKeyID)
}

// text is a member that must be a string. Another value counts as there, and empty, so that
// the rule about this member refuses it.
type text struct {
	value string
	there bool
}

// UnmarshalJSONFrom never fails on a value that is JSON.
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
