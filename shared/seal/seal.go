package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
)

// ErrNotOurs is returned by Open for a value that this key did not seal for this record: it was
// changed, copied from another record, truncated, or sealed with another key.
var ErrNotOurs = errors.New("sealed value does not belong to this record and key")

var encoding = base64.RawURLEncoding.Strict()

// Box seals and opens values with one key. It is safe for concurrent use.
type Box struct{ aead cipher.AEAD }

// WithKey returns a Box for a key, such as one from KeyFrom.
func WithKey(key [32]byte) *Box {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // only for a key of another length
	}
	aead, err := cipher.NewGCMWithRandomNonce(block) // 96 random bits, NIST SP 800-38D §8.2.2
	if err != nil {
		panic(err) // only for a cipher that is not AES
	}
	return &Box{aead: aead}
}

// Seal encrypts plain for the record with that name and returns the sealed value in base64url.
func (b *Box) Seal(plain []byte, record string) string {
	return encoding.EncodeToString(b.SealBytes(plain, record))
}

// Open decrypts what Seal returned for the same record name. Otherwise it returns ErrNotOurs.
func (b *Box) Open(sealed, record string) ([]byte, error) {
	raw, err := encoding.DecodeString(sealed)
	if err != nil {
		return nil, ErrNotOurs
	}
	return b.OpenBytes(raw, record)
}

// SealBytes encrypts plain for this record, as Seal does. The result is binary, not base64url;
// OpenBytes decrypts it.
func (b *Box) SealBytes(plain []byte, record string) []byte {
	return b.aead.Seal(nil, nil, plain, []byte(record))
}

// OpenBytes decrypts what SealBytes returned for the same record name. Otherwise it returns
// ErrNotOurs.
func (b *Box) OpenBytes(sealed []byte, record string) ([]byte, error) {
	plain, err := b.aead.Open(nil, nil, sealed, []byte(record))
	if err != nil {
		return nil, ErrNotOurs
	}
	return plain, nil
}

// KeyFrom derives a sealing key from a configured secret with HKDF-SHA256 (RFC 5869 §2). It does
// not make a weak secret strong: the secret should be 32 random bytes in any encoding.
func KeyFrom(secret string) [32]byte { return KeyFor(secret, "quartet seal v1") }

// KeyFor is KeyFrom for one purpose: keys of different purposes tell nothing about
// each other (RFC 5869 §3.2).
func KeyFor(secret, purpose string) [32]byte {
	derived, err := hkdf.Key(sha256.New, []byte(secret), nil, purpose, 32)
	if err != nil {
		panic(err) // hkdf.Key fails only for a longer output than 255 hashes
	}
	return [32]byte(derived)
}
