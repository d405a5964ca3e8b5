package published

import (
	"crypto"
	"slices"

	"quartet.example/shared/jose"
)

// thumbprints are the RFC 7638 thumbprints of public keys whose private halves are published.
var thumbprints = []string{
	"oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", // P-256, RFC 7515 App. A.3
	"cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s", // P-256, RFC 7517 App. A.1
	"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", // RSA, RFC 7517 App. A.1, RFC 7638 §3.1
	"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", // Ed25519, RFC 8037 App. A.3
	"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", // P-256, RFC 9449 §4.1
	"ARQpAUV0plWwTYy9JaEzBmV0GvmIzS23CfSYNqvdBl8", // RSA, authserver/authservertest/keys.json
	"3_VEDm-06m8UXLbnAqKl7Rm-LOffL-VEgfC-7MFkH6M", // P-256, the same file
	"Grff2HSrFTHebu_W8bGw3ZbdC4k-O_hTWvEf18D2sR0", // Ed25519, the same file
}

// IsKey reports whether the private half of a key is published. It returns false for key types
// that the services do not accept.
func IsKey(public crypto.PublicKey) bool {
	return slices.Contains(thumbprints, jose.Key{Public: public}.Thumbprint())
}
