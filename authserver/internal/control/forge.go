package control

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"quartet.example/authserver/controlapi"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose/forge"
)

// The issuer and the audience of forged tokens. Nobody can register these names (RFC 2606 §2).
const (
	wrongIssuer   = "https://wrong-issuer.example"
	wrongAudience = "https://wrong-audience.example"
)

// idTokenType is the typ of ID tokens, and of any other JWT (RFC 7519 §5.1).
const idTokenType = "JWT"

// Forge returns a token that differs from the one that Issue returns for f.Token in one respect, the
// flaw. Its errors are those of Issue, and one for an unknown flaw.
func (c *Control) Forge(ctx context.Context, f controlapi.Forgery) (controlapi.Issued, error) {
	apply, known := flaws[f.Flaw]
	if !known {
		return controlapi.Issued{}, fmt.Errorf("flaw: there is no flaw %q; use one of %s", f.Flaw, flawNames())
	}
	d, err := c.draft(ctx, f.Token)
	if err != nil {
		return controlapi.Issued{}, err
	}
	raw, err := apply(d, c.Now())
	if err != nil {
		return controlapi.Issued{}, fmt.Errorf("forge token: %w", err)
	}
	return c.issued(raw, f.Type), nil
}

// flaws have a function for each flaw, which signs a valid token with it.
var flaws = map[controlapi.Flaw]func(d *draft, now time.Time) (string, error){
	controlapi.Expired:         expired,
	controlapi.NotYetValid:     notYetValid,
	controlapi.WrongAudience:   func(d *draft, _ time.Time) (string, error) { return d.with("aud", wrongAudience) },
	controlapi.WrongIssuer:     func(d *draft, _ time.Time) (string, error) { return d.with("iss", wrongIssuer) },
	controlapi.AlgNone:         algNone,
	controlapi.HMACPublicKey:   hmacPublicKey,
	controlapi.UnknownKey:      unknownKey,
	controlapi.WrongType:       wrongType,
	controlapi.ForeignKey:      foreignKey,
	controlapi.TamperedPayload: tamperedPayload,
}

func flawNames() string {
	var names []string
	for flaw := range flaws {
		names = append(names, string(flaw))
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// with returns the token with one claim replaced, and a valid signature.
func (d *draft) with(claim string, value any) (string, error) {
	d.Claims[claim] = value
	return d.signed()
}

// expired returns a token that was issued two hours ago and expired an hour ago. All its dates are
// moved, because some software refuses a token whose exp is before its iat as malformed, and only
// later would check whether it has expired.
func expired(d *draft, now time.Time) (string, error) {
	for _, claim := range []string{"iat", "nbf", "auth_time"} {
		if _, has := d.Claims[claim]; has {
			d.Claims[claim] = now.Add(-2 * time.Hour).Unix()
		}
	}
	return d.with("exp", now.Add(-time.Hour).Unix())
}

// notYetValid returns a token that becomes valid in an hour and expires an hour later.
func notYetValid(d *draft, now time.Time) (string, error) {
	d.Claims["exp"] = now.Add(2 * time.Hour).Unix()
	return d.with("nbf", now.Add(time.Hour).Unix())
}

// algNone returns a token without a signature (RFC 8725 §2.1).
func algNone(d *draft, _ time.Time) (string, error) {
	d.Header["alg"] = forge.None
	return d.Sign(forge.None, nil)
}

// hmacPublicKey returns a token that is signed with HMAC (RFC 8725 §2.1). The secret is the public key
// that verifies the token without the flaw, in PEM: software that passes this key to a library without
// fixing the algorithm accepts it.
func hmacPublicKey(d *draft, _ time.Time) (string, error) {
	secrets, err := forge.Secrets(d.key.Public())
	if err != nil {
		return "", err
	}
	d.Header["alg"] = "HS256"
	return d.Sign("HS256", secrets[forge.PEM])
}

// unknownKey returns a token that is signed by a key that is not in the JWK Set, under the kid of that
// key. Signed by a key of the JWK Set, it would be genuine: kid is only a hint (RFC 7515 §4.1.4).
func unknownKey(d *draft, _ time.Time) (string, error) {
	key, err := forge.Foreign(d.key.Algorithm)
	if err != nil {
		return "", err
	}
	d.Header["kid"] = key.ID
	return d.Sign(key.Algorithm, key.Signer)
}

// foreignKey returns a token that is signed by a key that is not in the JWK Set, under the kid of ours.
func foreignKey(d *draft, _ time.Time) (string, error) {
	key, err := forge.Foreign(d.key.Algorithm)
	if err != nil {
		return "", err
	}
	return d.Sign(key.Algorithm, key.Signer)
}

// wrongType returns an access token with the typ of an ID token, or the other way round (RFC 8725
// §3.11).
func wrongType(d *draft, _ time.Time) (string, error) {
	if d.Header["typ"] == accesstoken.Type {
		d.Header["typ"] = idTokenType
	} else {
		d.Header["typ"] = accesstoken.Type
	}
	return d.signed()
}

// tamperedPayload returns a token with a claim that was added after the token was signed. The claim has
// no meaning, so that only the signature is a reason to refuse the token.
func tamperedPayload(d *draft, _ time.Time) (string, error) {
	raw, err := d.signed()
	if err != nil {
		return "", err
	}
	d.Claims["tampered"] = true
	header, payload, err := d.Segments()
	return header + "." + payload + raw[strings.LastIndexByte(raw, '.'):], err
}
