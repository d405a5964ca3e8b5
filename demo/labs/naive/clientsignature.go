package naive

import (
	"context"
	"crypto"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// jwk is a key of the issuer.
type jwk struct {
	Type string `json:"kty"`
	ID   string `json:"kid"`
	N    string `json:"n"`
	E    string `json:"e"`
}

var errSignature = errors.New("the signature is wrong")

// checkSignature verifies a token with RS256, and what the holes allow beside it.
func (c *Client) checkSignature(ctx context.Context, parts []string) error {
	header, err := c.claims(parts[0])
	if err != nil {
		return err
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return err
	}
	text := []byte(parts[0] + "." + parts[1])
	alg := fmt.Sprint(header["alg"])
	key, err := c.key(ctx, header)
	switch {
	case strings.EqualFold(alg, "none") && c.Holes.AllowNone:
		return nil
	case alg == "HS256" && c.Holes.HMACSecret && isHMAC(signature, text, []byte(c.ClientSecret)):
		return nil
	case alg != "RS256" && (alg != "HS256" || !c.Holes.HMACPublicKey):
		return errSignature
	case key == nil && c.Holes.UnknownKey:
		return nil
	case err != nil:
		return err
	case alg == "HS256":
		return check(isHMAC(signature, text, inPEM(key)))
	}
	sum := sha256.Sum256(text)
	return check(c.Holes.SkipSignature || rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature) == nil)
}

func check(good bool) error {
	if !good {
		return errSignature
	}
	return nil
}

func isHMAC(signature, text, secret []byte) bool {
	mac := hmac.New(sha256.New, secret)
	mac.Write(text)
	return hmac.Equal(signature, mac.Sum(nil))
}

func inPEM(key *rsa.PublicKey) []byte {
	der, _ := x509.MarshalPKIXPublicKey(key) // does not fail for RSA
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// key returns the key that the header names.
func (c *Client) key(ctx context.Context, header map[string]any) (*rsa.PublicKey, error) {
	if own, has := header["jwk"].(map[string]any); has && c.Holes.TrustJWK {
		return public(fmt.Sprint(own["n"]), fmt.Sprint(own["e"]))
	}
	if key := c.known(header["kid"]); key != nil {
		return key, nil
	}
	if c.keys == nil || !c.Holes.FetchOnce {
		if err := c.fetchKeys(ctx); err != nil {
			return nil, err
		}
	}
	if key := c.known(header["kid"]); key != nil {
		return key, nil
	}
	return nil, errors.New("there is no such key")
}

func (c *Client) known(id any) *rsa.PublicKey {
	for _, k := range c.keys {
		if key, err := public(k.N, k.E); err == nil && k.ID == id {
			return key
		}
	}
	return nil
}

func (c *Client) fetchKeys(ctx context.Context) error {
	var set struct{ Keys []jwk }
	if err := c.get(ctx, c.server.JWKSURI, "", &set); err != nil {
		return err
	}
	for _, k := range set.Keys {
		if _, err := public(k.N, k.E); err != nil && c.Holes.AllOrNoKeys {
			return err
		}
	}
	c.keys = set.Keys
	return nil
}

func public(n, e string) (*rsa.PublicKey, error) {
	modulus, err := base64.RawURLEncoding.DecodeString(n)
	if err != nil || len(modulus) == 0 {
		return nil, errors.New("the key cannot be read")
	}
	exponent, err := base64.RawURLEncoding.DecodeString(e)
	return &rsa.PublicKey{N: new(big.Int).SetBytes(modulus), E: int(new(big.Int).SetBytes(exponent).Int64())}, err
}
