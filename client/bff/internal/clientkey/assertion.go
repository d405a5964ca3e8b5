package clientkey

import (
	"context"
	"fmt"
	"time"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
	"quartet.example/shared/patience"
)

// lifetime is that of an assertion. It is used at once, and the clock of the server may differ by
// less than this.
const lifetime = time.Minute

// longest is the maximum lifetime while step mode may hold the request: servers accept assertions that
// expire soon, Quartet's up to 5 minutes ahead (RFC 7523 §3).
const longest = 5 * time.Minute

// Assertion returns a JWT by which the client authenticates once (RFC 7523 §3). The audience is
// the issuer identifier alone, as a string: a hostile server may announce the endpoints of an
// honest one, but not its issuer (rfc7523bis §4, FAPI 2.0 §5.3.3.1).
func (k *Keys) Assertion(ctx context.Context, clientID, issuer string, now time.Time) (string, error) {
	signed, err := jose.Mint(ctx, k.all[0], "JWT", map[string]any{
		"iss": clientID, "sub": clientID, "aud": issuer,
		"iat": now.Unix(), "exp": now.Add(min(patience.Lifetime(ctx, lifetime), longest)).Unix(),
		"jti": oauth.NewSecret(),
	})
	if err != nil {
		return "", fmt.Errorf("client assertion: %w", err)
	}
	return signed, nil
}
