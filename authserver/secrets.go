package authserver

import (
	"errors"

	"quartet.example/shared/oauth"
	"quartet.example/shared/seal"
)

// secrets are what the seal key protects. Replicas have one seal key, so each of them
// opens what another one sealed.
type secrets struct {
	keyBox   *seal.Box // of the signing keys in Redis
	knownBox *seal.Box // of the cookie of browsers that signed in before
	codeBox  *seal.Box // of user codes in Redis
	pepper   [32]byte  // of the hashes of user codes
	nonceKey [32]byte  // of DPoP nonces
}

// newSecrets derives all of them from the seal key. Without a seal key they end with
// this process, as the embedded Redis does.
func newSecrets(cfg Config) (secrets, error) {
	secret := cfg.SealKey.Reveal()
	if secret == "" {
		if !cfg.RedisURL.IsZero() {
			return secrets{}, errors.New("seal-key: needed with a Redis of its own, or the signing keys there cannot be opened after a restart")
		}
		secret = oauth.NewSecret()
	}
	return secrets{
		keyBox:   seal.WithKey(seal.KeyFrom(secret)),
		knownBox: seal.WithKey(seal.KeyFor(secret, "quartet known browser seal v1")),
		codeBox:  seal.WithKey(seal.KeyFor(secret, "quartet user code seal v1")),
		pepper:   seal.KeyFor(secret, "quartet user code pepper v1"),
		nonceKey: seal.KeyFrom("dpop nonce of " + secret),
	}, nil
}
