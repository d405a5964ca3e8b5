package clientkey

import (
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/shared/oauth"
)

// lifetime of an assertion: it is used at once, and by a server whose clock may
// be off by less than this.
const lifetime = time.Minute

// Assertion is a JWT by which the client authenticates once (RFC 7523 §3). The
// audience is the issuer identifier alone, as a string: a hostile server may call
// the endpoints of an honest one its own, but not its issuer (rfc7523bis §4,
// FAPI 2.0 §5.3.3.1).
func (k *Keys) Assertion(clientID, issuer string, now time.Time) (string, error) {
	token := jwt.NewWithClaims(k.method, jwt.MapClaims{
		"iss": clientID, "sub": clientID, "aud": issuer,
		"iat": now.Unix(), "exp": now.Add(lifetime).Unix(),
		"jti": oauth.NewSecret(),
	})
	token.Header["kid"] = k.id
	signed, err := token.SignedString(k.signer)
	if err != nil {
		return "", fmt.Errorf("client assertion: %w", err)
	}
	return signed, nil
}
