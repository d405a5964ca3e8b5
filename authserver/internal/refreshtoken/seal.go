package refreshtoken

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"errors"
)

// ErrSealed says that a sealed successor is not one of this token.
var ErrSealed = errors.New("successor does not open with this refresh token")

// SealSuccessor encrypts the successor under a key that only the holder of the
// token can derive: the record in Redis alone reveals nothing.
func SealSuccessor(token, successor string) string {
	gcm := cipherOf(token)
	return string(gcm.Seal(nil, nil, []byte(successor), nil))
}

// OpenSuccessor gives the successor that was sealed for the token.
func OpenSuccessor(token, sealed string) (string, error) {
	successor, err := cipherOf(token).Open(nil, nil, []byte(sealed), nil)
	if err != nil {
		return "", ErrSealed
	}
	return string(successor), nil
}

// cipherOf makes AES-256-GCM with random nonces; the token holds 256 random
// bits, so one hash under a label of its own is key derivation enough.
func cipherOf(token string) cipher.AEAD {
	key := sha256.Sum256([]byte("quartet refresh token successor\x00" + token))
	block, _ := aes.NewCipher(key[:])             // fails only on another key size
	gcm, _ := cipher.NewGCMWithRandomNonce(block) // fails only on another block size
	return gcm
}
