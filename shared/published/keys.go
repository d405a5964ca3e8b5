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

// thumbprints are those of public keys (RFC 7638) whose private halves are
// published.
var thumbprints = []string{
	"oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", // P-256, RFC 7515 App. A.3
	"cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s", // P-256, RFC 7517 App. A.1
	"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", // RSA, RFC 7517 App. A.1, RFC 7638 §3.1
	"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", // Ed25519, RFC 8037 App. A.3
	"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", // P-256, RFC 9449 §4.1
}

// IsKey tells whether the private half of a key is published. Keys of a kind that
// the services do not take are in no list.
func IsKey(public crypto.PublicKey) bool { return slices.Contains(thumbprints, thumbprint(public)) }

// thumbprint is that of RFC 7638 §3; "" for a key of another kind.
func thumbprint(public crypto.PublicKey) string {
	encode := base64.RawURLEncoding.EncodeToString
	var members map[string]string
	switch key := public.(type) {
	case *ecdsa.PublicKey:
		point, err := key.Bytes() // 4, then x and y (SEC 1 §2.3.3)
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
	canonical, _ := json.Marshal(members) // sorts by name; strings never fail
	sum := sha256.Sum256(canonical)
	return encode(sum[:])
}
