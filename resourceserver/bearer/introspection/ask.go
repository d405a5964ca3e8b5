package introspection

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/url"

	"quartet.example/resourceserver/bearer"
	"quartet.example/shared/jose"
)

// The media types of responses.
const (
	plain  = "application/json"
	signed = "application/token-introspection+jwt" // RFC 9701 §4
)

// ask introspects a token at the endpoint (RFC 7662 §2.1).
func (i *Introspector) ask(ctx context.Context, raw string) (*bearer.Token, error) {
	accept := plain
	if i.cfg.Signed {
		accept = signed
	}
	body := url.Values{"token": {raw}, "token_type_hint": {"access_token"}}.Encode()
	got, err := i.endpoint.Post(ctx, "application/x-www-form-urlencoded", accept, []byte(body))
	if err != nil {
		return nil, fmt.Errorf("introspection: %w", err)
	}
	media, _, err := mime.ParseMediaType(got.MediaType)
	if err != nil || media != accept { // if a signed response was requested, a plain one is refused
		return nil, errors.Join(fmt.Errorf("introspection: the answer is not %s", accept), err)
	}
	said := got.Body
	if i.cfg.Signed {
		if said, err = i.open(ctx, string(got.Body)); err != nil {
			return nil, err
		}
	}
	var a answer
	if err := jose.Decode(said, &a); err != nil {
		return nil, fmt.Errorf("introspection: the answer is not one of RFC 7662 §2.2: %w", err)
	}
	return a.token(i.cfg.Issuer)
}
