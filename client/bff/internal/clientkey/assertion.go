package clientkey

import (
	"fmt"
	"time"

	"quartet.example/shared/jose"
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
	signed, err := jose.Mint(k.all[0], "JWT", map[string]any{
		"iss": clientID, "sub": clientID, "aud": issuer,
		"iat": now.Unix(), "exp": now.Add(lifetime).Unix(),
		"jti": oauth.NewSecret(),
	})
	if err != nil {
		return "", fmt.Errorf("client assertion: %w", err)
	}
	return signed, nil
}
