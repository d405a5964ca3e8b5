package issuertest

import (
	"errors"
	"net/url"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// asserted is RFC 7523 §3, as strictly as rfc7523bis and FAPI 2.0 have it: the
// audience is our issuer as a string, the lifetime is short, a jti is good once.
func (i *Issuer) asserted(form url.Values) error {
	if form.Get("client_assertion_type") != oauth.ClientAssertionType || form.Has("client_secret") {
		return errors.New("no assertion, or a secret beside it")
	}
	claims := jwt.MapClaims{}
	_, err := jwt.NewParser(
		jwt.WithValidMethods([]string{"ES256", "EdDSA", "PS256", "RS256"}), jwt.WithTimeFunc(i.now), jwt.WithExpirationRequired(), jwt.WithIssuedAt(),
	).ParseWithClaims(form.Get("client_assertion"), claims, i.clientKey)
	if err != nil {
		return err
	}
	audience, _ := claims["aud"].(string)
	id, _ := claims["jti"].(string)
	expires, err := claims.GetExpirationTime()
	switch {
	case err != nil, expires.After(i.now().Add(5 * time.Minute)):
		return errors.New("exp is too far ahead")
	case audience != i.URL:
		return errors.New("aud is not the issuer")
	case claims["iss"] != i.ClientID || claims["sub"] != i.ClientID || form.Get("client_id") != i.ClientID:
		return errors.New("iss, sub and client_id are not the client")
	case id == "" || i.used[id]:
		return errors.New("jti is missing or was used")
	}
	i.used[id] = true
	return nil
}

// clientKey finds the key by kid and wants its alg.
func (i *Issuer) clientKey(token *jwt.Token) (any, error) {
	set, err := jose.ParseSet([]byte(i.ClientJWKS), jose.KeyRules{})
	if err != nil {
		return nil, err
	}
	kid, _ := token.Header["kid"].(string)
	for _, k := range set.Keys {
		if k.ID == kid && k.Verifies(token.Method.Alg()) {
			return k.Public, nil
		}
	}
	return nil, errors.New("no such key")
}
