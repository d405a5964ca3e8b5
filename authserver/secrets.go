package authserver

import (
	"errors"

	"quartet.example/shared/oauth"
	"quartet.example/shared/seal"
)

// secrets are the keys that are derived from the seal key. All replicas have the same seal key, so
// each of them can decrypt what another one encrypted.
type secrets struct {
	keyBox   *seal.Box // encrypts the signing keys in Redis
	knownBox *seal.Box // encrypts the cookie of browsers that have signed in before
	codeBox  *seal.Box // encrypts user codes in Redis
	stateBox *seal.Box // encrypts the users and clients in the state that the control API exports
	pepper   [32]byte  // key of the hashes of user codes
	nonceKey [32]byte  // key of DPoP nonces
}

// newSecrets derives the keys from the seal key. Without a seal key it uses a random one, which is
// lost with this process: only the embedded Redis, whose data is lost too, may be used then.
func newSecrets(cfg Config) (secrets, error) {
	secret := cfg.SealKey.Reveal()
	if secret == "" {
		if !cfg.RedisURL.IsZero() {
			return secrets{}, errors.New("seal-key: is required with an external Redis, because without it the signing keys there cannot be decrypted after a restart")
		}
		secret = oauth.NewSecret()
	}
	return secrets{
		keyBox:   seal.WithKey(seal.KeyFrom(secret)),
		knownBox: seal.WithKey(seal.KeyFor(secret, "quartet known browser seal v1")),
		codeBox:  seal.WithKey(seal.KeyFor(secret, "quartet user code seal v1")),
		stateBox: seal.WithKey(seal.KeyFor(secret, "quartet control state seal v1")),
		pepper:   seal.KeyFor(secret, "quartet user code pepper v1"),
		nonceKey: seal.KeyFrom("dpop nonce of " + secret),
	}, nil
}
