package refreshtoken

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"

	"quartet.example/shared/oauth"
)

// The parts of a token, in bytes.
const (
	handleSize = 16
	secretSize = 32
	length     = (handleSize + secretSize) / 3 * 4 // in base64url, which needs no padding here
)

// GrantOfCode returns the gid of the grant that the authorization code starts.
func GrantOfCode(code string) string { return grantID(handleOf(code)) }

// First returns the first refresh token of the grant that the code starts.
func First(code string) string { return random(handleOf(code)) }

// Next returns a successor of the token: the same family with a new secret. The token must have the
// form of a refresh token.
func Next(token string) string {
	handle, _ := split(token)
	return random(handle)
}

// GrantOf returns the gid of the token's grant, or false if the token does not have the form of our
// refresh tokens.
func GrantOf(token string) (gid string, ok bool) {
	handle, ok := split(token)
	if !ok {
		return "", false
	}
	return grantID(handle), true
}

// handleOf derives the handle of a family from the code, whose 256 random bits only the client and
// this server have seen.
func handleOf(code string) []byte {
	sum := sha256.Sum256([]byte("quartet refresh token handle\x00" + code))
	return sum[:handleSize]
}

func grantID(handle []byte) string { return oauth.Hash(string(handle)) }

func random(handle []byte) string {
	var raw [handleSize + secretSize]byte
	copy(raw[:], handle)
	_, _ = rand.Read(raw[handleSize:]) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

func split(token string) (handle []byte, ok bool) {
	if len(token) != length {
		return nil, false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) != handleSize+secretSize {
		return nil, false
	}
	return raw[:handleSize], true
}
