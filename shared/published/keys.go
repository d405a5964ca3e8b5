package published

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"slices"
)

// thumbprints are the RFC 7638 thumbprints of public keys whose private halves are published.
var thumbprints = []string{
	"oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", // P-256, RFC 7515 App. A.3
	"cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s", // P-256, RFC 7517 App. A.1
	"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", // RSA, RFC 7517 App. A.1, RFC 7638 §3.1
	"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", // Ed25519, RFC 8037 App. A.3
	"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", // P-256, RFC 9449 §4.1
}

// IsKey reports whether the private half of a key is published. It returns false for key types
// that the services do not accept.
func IsKey(public crypto.PublicKey) bool { return slices.Contains(thumbprints, thumbprint(public)) }

// thumbprint returns the thumbprint of a key (RFC 7638 §3), or "" for a type other than ECDSA,
// Ed25519 and RSA.
func thumbprint(public crypto.PublicKey) string {
	encode := base64.RawURLEncoding.EncodeToString
	var members map[string]string
	switch key := public.(type) {
	case *ecdsa.PublicKey:
		point, err := key.Bytes() // the byte 4, then x and y (SEC 1 §2.3.3)
		if err != nil {
			return ""
		}
		half := 1 + len(point)/2
		members = map[string]string{"kty": "EC", "crv": key.Params().Name, "x": encode(point[1:half]), "y": encode(point[half:])}
	case ed25519.PublicKey:
		members = map[string]string{"kty": "OKP", "crv": "Ed25519", "x": encode(key)}
	case *rsa.PublicKey:
		members = map[string]string{"kty": "RSA", "n": encode(key.N.Bytes()), "e": encode(big.NewInt(int64(key.E)).Bytes())}
	default:
		return ""
	}
	canonical, _ := json.Marshal(members) // Marshal sorts the names, as RFC 7638 §3 requires; it cannot fail for strings
	sum := sha256.Sum256(canonical)
	return encode(sum[:])
}
