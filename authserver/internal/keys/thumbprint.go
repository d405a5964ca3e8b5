package keys

import (
	"crypto"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/MicahParks/jwkset"
)

// thumbprint names a public key: SHA-256 over its required members in
// lexicographic order (RFC 7638 §3). The same key has the same name everywhere.
func thumbprint(public crypto.PublicKey) (string, error) {
	jwk, err := publicJWK(public, "", "")
	if err != nil {
		return "", err
	}
	members := map[string]string{"kty": string(jwk.KTY)}
	for name, value := range map[string]string{"crv": string(jwk.CRV), "x": jwk.X, "y": jwk.Y, "n": jwk.N, "e": jwk.E} {
		if value != "" {
			members[name] = value
		}
	}
	canonical, err := json.Marshal(members) // sorts by name, no whitespace
	if err != nil {
		return "", fmt.Errorf("thumbprint: %w", err)
	}
	sum := sha256.Sum256(canonical)
	return base64.RawURLEncoding.EncodeToString(sum[:]), nil
}

// publicJWK gives the public members of a key (RFC 7517 §4, RFC 7518 §6). A key on
// Ed25519 has no alg: it serves under two names, and verifiers compare the member
// with that of the token (RFC 8037 §3.1, RFC 9864 §2.2).
func publicJWK(public crypto.PublicKey, id, alg string) (jwkset.JWKMarshal, error) {
	jwk, err := jwkset.NewJWKFromKey(public, jwkset.JWKOptions{
		Metadata: jwkset.JWKMetadataOptions{ALG: jwkset.ALG(alg), KID: id, USE: jwkset.UseSig},
	})
	if err != nil {
		return jwkset.JWKMarshal{}, fmt.Errorf("public key: %w", err)
	}
	m := jwk.Marshal()
	if m.CRV == jwkset.CrvEd25519 {
		m.ALG = ""
	}
	return m, nil
}
