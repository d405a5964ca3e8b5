package refreshtoken

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"errors"
)

// ErrSealed means that the encrypted successor was not made for this token.
var ErrSealed = errors.New("the successor was not encrypted for this refresh token")

// SealSuccessor encrypts the successor with a key that is derived from the token. A reader of Redis
// does not have the token, so the record reveals nothing.
func SealSuccessor(token, successor string) string {
	gcm := cipherOf(token)
	return string(gcm.Seal(nil, nil, []byte(successor), nil))
}

// OpenSuccessor decrypts the successor that was encrypted for the token. It returns ErrSealed for
// any other text.
func OpenSuccessor(token, sealed string) (string, error) {
	successor, err := cipherOf(token).Open(nil, nil, []byte(sealed), nil)
	if err != nil {
		return "", ErrSealed
	}
	return string(successor), nil
}

// cipherOf returns AES-256-GCM with random nonces. The token has 256 random bits, so one hash with
// a label of its own is sufficient to derive the key.
func cipherOf(token string) cipher.AEAD {
	key := sha256.Sum256([]byte("quartet refresh token successor\x00" + token))
	block, _ := aes.NewCipher(key[:])             // fails only for another key size
	gcm, _ := cipher.NewGCMWithRandomNonce(block) // fails only for another block size
	return gcm
}
