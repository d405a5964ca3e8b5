package clientkey

import (
	"context"
	"fmt"
	"time"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// lifetime is that of an assertion. It is used at once, and the clock of the server may differ by
// less than this.
const lifetime = time.Minute

// Assertion returns a JWT by which the client authenticates once (RFC 7523 §3). The audience is
// the issuer identifier alone, as a string: a hostile server may announce the endpoints of an
// honest one, but not its issuer (rfc7523bis §4, FAPI 2.0 §5.3.3.1).
func (k *Keys) Assertion(ctx context.Context, clientID, issuer string, now time.Time) (string, error) {
	signed, err := jose.Mint(ctx, k.all[0], "JWT", map[string]any{
		"iss": clientID, "sub": clientID, "aud": issuer,
		"iat": now.Unix(), "exp": now.Add(lifetime).Unix(),
		"jti": oauth.NewSecret(),
	})
	if err != nil {
		return "", fmt.Errorf("client assertion: %w", err)
	}
	return signed, nil
}
