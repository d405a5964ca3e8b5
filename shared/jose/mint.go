package jose

import (
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

var errNoSigner = errors.New("the key has no such algorithm, or no private part")

// Mint signs claims as a token of this type. The header has typ, alg and kid, and nothing else. The
// claims are encoded with Encode.
func Mint(key SigningKey, typ string, claims any) (string, error) {
	return mint(key, minted{Algorithm: key.Algorithm, KeyID: key.ID, Type: typ}, claims)
}

// MintWithKey is like Mint, but the header contains the public key instead of kid. It is for tokens
// that prove the possession of a key that the recipient does not know (RFC 9449 §4.2).
func MintWithKey(key SigningKey, typ string, claims any) (string, error) {
	public, err := key.Public().Bare()
	if err != nil {
		return "", fmt.Errorf("mint: %w", err)
	}
	return mint(key, minted{Algorithm: key.Algorithm, JWK: public, Type: typ}, claims)
}

// minted contains the members of a header as they are encoded.
type minted struct {
	Algorithm string         `json:"alg"`
	JWK       jsontext.Value `json:"jwk,omitempty"`
	KeyID     string         `json:"kid,omitempty"`
	Type      string         `json:"typ,omitempty"`
}

func mint(key SigningKey, header minted, claims any) (string, error) {
	method, ok := methods[key.Algorithm]
	if !ok || key.Signer == nil {
		return "", fmt.Errorf("mint: %w", errNoSigner)
	}
	head, err := json.Marshal(header)
	if err != nil {
		return "", fmt.Errorf("mint: %w", err)
	}
	body, err := Encode(claims)
	if err != nil {
		return "", fmt.Errorf("mint: %w", err)
	}
	encode := base64.RawURLEncoding
	text := make([]byte, 0, encode.EncodedLen(len(head))+1+encode.EncodedLen(len(body)))
	text = append(encode.AppendEncode(text, head), '.')
	signed := string(encode.AppendEncode(text, body))
	signature, err := method.Sign(signed, key.Signer)
	if err != nil {
		return "", fmt.Errorf("mint: %w", err)
	}
	return signed + "." + encode.EncodeToString(signature), nil
}
