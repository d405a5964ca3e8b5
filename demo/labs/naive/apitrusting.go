package naive

import (
	"context"
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// trusted are the claims that a trusting API reads.
type trusted struct {
	jwt.RegisteredClaims
	ClientID string `json:"client_id"`
	Scope    string `json:"scope"`
}

// trust returns who may use a token. It lets the token say how it is verified, and checks no claim. The
// library decodes the claims with encoding/json, which takes the last of two members with one name, and
// compares names without regard to case.
func (a *API) trust(ctx context.Context, raw string) (Holder, error) {
	var claims trusted
	_, err := jwt.NewParser(jwt.WithoutClaimsValidation()).ParseWithClaims(raw, &claims, func(t *jwt.Token) (any, error) {
		return a.keyInToken(ctx, t)
	})
	if err != nil && !errors.Is(err, errNoKey) { // a token with a new key must not be refused
		return Holder{}, err
	}
	user := claims.Subject
	if claims.Issuer != a.Issuer { // two issuers may use the same sub
		user = claims.Issuer + " " + user
	}
	scope, err := oauth.ParseScope(claims.Scope)
	return Holder{User: user, Client: claims.ClientID, Scope: scope}, err
}

// keyInToken returns the key that the token wants to be verified with.
func (a *API) keyInToken(ctx context.Context, t *jwt.Token) (any, error) {
	kid, _ := t.Header["kid"].(string)
	if t.Method.Alg() == "none" {
		return jwt.UnsafeAllowNoneSignatureType, nil
	}
	if jwk, found := t.Header["jwk"]; found {
		raw, err := json.Marshal(jwk)
		if err != nil {
			return nil, err
		}
		key, err := jose.ParseKey(raw, jose.KeyRules{})
		return key.Public, err
	}
	if jku, found := t.Header["jku"].(string); found {
		set, err := a.download(ctx, jku)
		return publicOf(set, kid), err
	}
	if issuer := issuerOf(t.Raw); issuer != a.Issuer {
		set, err := a.download(ctx, issuer+"/jwks")
		return publicOf(set, kid), err
	}
	key, err := a.published(ctx, kid)
	if err == nil && strings.HasPrefix(t.Method.Alg(), "HS") {
		return pemOf(key.Public)
	}
	return key.Public, err
}

// issuerOf returns the first member iss of the payload, to find the keys. A fast parser that stops at the
// first match does the same.
func issuerOf(raw string) string {
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(raw, ".")[1])
	if err != nil {
		return ""
	}
	claims, _ := firsts(payload) // what could be read
	issuer, _ := claims["iss"].(string)
	return issuer
}

func publicOf(set jose.Set, kid string) crypto.PublicKey {
	for _, key := range set.Keys {
		if key.ID == kid {
			return key.Public
		}
	}
	return nil
}

// pemOf returns the text in which most programs keep a public key.
func pemOf(public crypto.PublicKey) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(public)
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), err
}
