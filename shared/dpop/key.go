package dpop

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"math/big"
	"slices"

	"quartet.example/shared/jwa"
)

// jwk is a public key and the members that name it (RFC 7638 §3.2).
type jwk struct {
	public  crypto.PublicKey
	members map[string]string
}

// private are the members that a public key does not have (RFC 7518 §6.2.2,
// §6.3.2, §6.4): a proof with one of them gave its key away.
func private() []string { return []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"} }

// strict is base64url that has one spelling for each value.
var strict = base64.RawURLEncoding.Strict()

// publicKey reads the jwk header.
func publicKey(header any) (jwk, error) {
	set, ok := header.(map[string]any)
	if !ok {
		return jwk{}, fmt.Errorf("%w: there is none", ErrKey)
	}
	if slices.ContainsFunc(private(), func(name string) bool { _, has := set[name]; return has }) {
		return jwk{}, fmt.Errorf("%w: it holds a private part", ErrKey)
	}
	switch kty, crv := text(set, "kty"), text(set, "crv"); {
	case kty == "EC" && crv == "P-256":
		return ecKey(set)
	case kty == "OKP" && crv == "Ed25519":
		return edKey(set)
	case kty == "RSA":
		return rsaKey(set)
	}
	return jwk{}, fmt.Errorf("%w: its type is not supported", ErrKey)
}

func text(set map[string]any, name string) string {
	s, _ := set[name].(string)
	return s
}

// octets gives a member of exactly the size (RFC 7518 §6.2.1.2).
func octets(set map[string]any, name string, size int) ([]byte, error) {
	raw, err := strict.DecodeString(text(set, name))
	if err != nil || len(raw) != size {
		return nil, fmt.Errorf("%w: %s is not %d octets in base64url", ErrKey, name, size)
	}
	return raw, nil
}

// ecKey refuses a point that is not on the curve.
func ecKey(set map[string]any) (jwk, error) {
	x, err := octets(set, "x", 32)
	if err != nil {
		return jwk{}, err
	}
	y, err := octets(set, "y", 32)
	if err != nil {
		return jwk{}, err
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{4}, x, y))
	if err != nil {
		return jwk{}, fmt.Errorf("%w: the point is not on the curve", ErrKey)
	}
	return jwk{public, map[string]string{"kty": "EC", "crv": "P-256", "x": text(set, "x"), "y": text(set, "y")}}, nil
}

func edKey(set map[string]any) (jwk, error) {
	x, err := octets(set, "x", ed25519.PublicKeySize)
	if err != nil {
		return jwk{}, err
	}
	return jwk{ed25519.PublicKey(x), map[string]string{"kty": "OKP", "crv": "Ed25519", "x": text(set, "x")}}, nil
}

// The sizes of RSA keys: 2048 bits are the least (RFC 7518 §3.3), more than 4096
// only cost us time.
const (
	minModulus = 2048
	maxModulus = 4096
)

// rsaKey has exponents of 32 bits at most, as crypto/rsa wants them.
func rsaKey(set map[string]any) (jwk, error) {
	rawN, errN := strict.DecodeString(text(set, "n"))
	rawE, errE := strict.DecodeString(text(set, "e"))
	if errN != nil || errE != nil || len(rawN) == 0 || rawN[0] == 0 || len(rawE) == 0 || rawE[0] == 0 || len(rawE) > 4 {
		return jwk{}, fmt.Errorf("%w: n or e is malformed", ErrKey)
	}
	n, e := new(big.Int).SetBytes(rawN), new(big.Int).SetBytes(rawE)
	if n.BitLen() < minModulus || n.BitLen() > maxModulus || e.Int64() < 3 || e.Int64() > 1<<31-1 || e.Bit(0) == 0 {
		return jwk{}, fmt.Errorf("%w: its size is not between %d and %d bits, or its exponent is unusable", ErrKey, minModulus, maxModulus)
	}
	return jwk{&rsa.PublicKey{N: n, E: int(e.Int64())}, map[string]string{"kty": "RSA", "n": text(set, "n"), "e": text(set, "e")}}, nil
}

// signs reports whether the alg goes with the key.
func (k jwk) signs(alg string) bool {
	switch k.members["kty"] {
	case "EC":
		return alg == "ES256"
	case "OKP":
		return jwa.Same(alg) == "EdDSA"
	}
	return alg == "RS256" || alg == "PS256"
}
