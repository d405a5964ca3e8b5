package core

import (
	"encoding/base64"
	"encoding/json"
	"strings"
)

// IDTokenAlg is the algorithm with which the ID token was signed, "" if there is
// none (RFC 7515 §4.1.1).
func (t TokenSet) IDTokenAlg() string {
	first, _, _ := strings.Cut(t.IDToken, ".")
	plain, err := base64.RawURLEncoding.DecodeString(first)
	if err != nil {
		return ""
	}
	var header struct {
		Alg string `json:"alg"`
	}
	if json.Unmarshal(plain, &header) != nil {
		return ""
	}
	return header.Alg
}
