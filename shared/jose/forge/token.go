package forge

import (
	"crypto"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/jose"
)

// None is the algorithm of a token without a signature (RFC 7518 §3.6).
const None = "none"

var errForm = errors.New("this is not a JWT: a header and a payload in JSON, and a signature (RFC 7519 §3)")

// Token has the two parts of a JWT that are signed. Its maps may be changed.
type Token struct {
	Header map[string]any
	Claims map[string]any // numbers are json.Number, so that Sign writes them as they were
}

// Parse takes a JWT apart, without verifying it. It returns an error for anything else than a JWT in
// compact form (RFC 7515 §7.1).
func Parse(raw string) (Token, error) {
	parts := strings.Split(raw, ".")
	if len(parts) != 3 {
		return Token{}, errForm
	}
	header, payload := decode(parts[0]), decode(parts[1])
	if header == nil || payload == nil {
		return Token{}, errForm
	}
	return Token{Header: header, Claims: payload}, nil
}

// decode returns the object that a segment encodes, or nil.
func decode(segment string) map[string]any {
	raw, err := base64.RawURLEncoding.DecodeString(segment)
	if err != nil {
		return nil
	}
	var members map[string]any
	reader := json.NewDecoder(strings.NewReader(string(raw)))
	reader.UseNumber()
	if reader.Decode(&members) != nil {
		return nil
	}
	return members
}

// Sign signs the token as it is, with the method of alg, whatever alg its header names. The key is a
// private key, or a []byte for HMAC. It is ignored if alg is None: then the signature is empty.
func (t Token) Sign(alg string, key any) (string, error) {
	header, payload, err := t.Segments()
	if err != nil {
		return "", err
	}
	return Sign(alg, key, header, payload)
}

// Segments returns the first two segments of the token, over which the signature is computed.
func (t Token) Segments() (header, payload string, err error) {
	head, err := json.Marshal(t.Header)
	if err != nil {
		return "", "", fmt.Errorf("forge header: %w", err)
	}
	body, err := json.Marshal(t.Claims)
	if err != nil {
		return "", "", fmt.Errorf("forge claims: %w", err)
	}
	return Encode(string(head)), Encode(string(body)), nil
}

// Change sets members of the header or of the claims. A member that is set to nil is removed.
func Change(members, changes map[string]any) {
	maps.Copy(members, changes)
	maps.DeleteFunc(members, func(_ string, value any) bool { return value == nil })
}

// Encode returns the segment of a token that encodes the text (RFC 7515 §2).
func Encode(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// Sign signs two segments without changing them, and returns the token. See Token.Sign for alg and
// key.
func Sign(alg string, key any, header, payload string) (string, error) {
	signed := header + "." + payload
	if alg == None {
		return signed + ".", nil
	}
	signature, err := signatureOf(signed, alg, key)
	if err != nil {
		return "", fmt.Errorf("forge: %w", err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// signatureOf signs with a private key, or with the secret of HMAC.
func signatureOf(signed, alg string, key any) ([]byte, error) {
	if signer, ok := key.(crypto.Signer); ok {
		return jose.SigningKey{Algorithm: alg, Signer: signer}.Sign([]byte(signed))
	}
	method := jwt.GetSigningMethod(alg)
	if method == nil {
		return nil, fmt.Errorf("there is no algorithm %q", alg)
	}
	return method.Sign(signed, key)
}
