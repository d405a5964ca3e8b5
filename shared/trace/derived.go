package trace

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// Derived is a value that the protocol computes from a Param. Its fingerprint is that of the computed
// value, so that a claim or parameter with the same fingerprint is found.
type Derived struct {
	How   string `json:"how"` // S256, ath, at_hash, c_hash or jkt
	Print string `json:"fp"`
}

// The ways to derive a value.
const (
	S256   = "S256"    // code challenge for a code verifier (RFC 7636 §4.2)
	Ath    = "ath"     // hash of an access token in a DPoP proof (RFC 9449 §4.2)
	AtHash = "at_hash" // half a hash of an access token in an ID token (OIDC Core §3.1.3.6)
	CHash  = "c_hash"  // half a hash of a code in an ID token (OIDC Core §3.3.2.11)
	JKT    = "jkt"     // thumbprint of a public key (RFC 7638, RFC 9449 §6.1)
)

// Derivations returns all that was derived from p, including the challenge for a verifier.
func (p Param) Derivations() []Derived {
	if p.S256 == "" {
		return p.Derived
	}
	return append([]Derived{{S256, p.S256}}, p.Derived...)
}

// derived returns what the protocol derives from a random value with this name. Nothing is derived
// from a value that could be guessed, because its hash could confirm a guess.
func (r *Recorder) derived(name, value string) []Derived {
	if !isRandom(value) {
		return nil
	}
	switch name {
	case "access_token":
		return append([]Derived{{Ath, r.fingerprint(oauth.Hash(value))}}, r.halves(AtHash, value)...)
	case "code":
		return r.halves(CHash, value)
	}
	return nil
}

// halves returns the fingerprints of the left half of each hash of value. The algorithm of the ID
// token says which hash it uses (OIDC Core §3.1.3.6); the recorder may not have seen that token.
func (r *Recorder) halves(how, value string) []Derived {
	short, middle, long := sha256.Sum256([]byte(value)), sha512.Sum384([]byte(value)), sha512.Sum512([]byte(value))
	var list []Derived
	for _, sum := range [][]byte{short[:], middle[:], long[:]} {
		half := base64.RawURLEncoding.EncodeToString(sum[:len(sum)/2])
		if print := r.fingerprint(half); print != "" {
			list = append(list, Derived{how, print})
		}
	}
	return list
}

// thumbprint adds the thumbprint of a public key to p: that of the key in the header of a DPoP proof, which
// is derived, and the one in cnf (RFC 9449 §6.1), which is shown, because a public key is no secret.
func (r *Recorder) thumbprint(p *Param, raw []byte) {
	switch p.Name {
	case "jwk":
		if key, err := jose.ParseKey(raw, jose.KeyRules{}); err == nil {
			p.Derived = []Derived{{JKT, r.fingerprint(key.Thumbprint())}}
		}
	case "cnf":
		var cnf oauth.Confirmation
		if jose.Decode(raw, &cnf) == nil && oauth.IsS256Challenge(cnf.JKT) { // a thumbprint has the same form
			p.Value, p.Print = "jkt "+cnf.JKT, r.fingerprint(cnf.JKT)
		}
	}
}
