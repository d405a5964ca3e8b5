package control

import (
	"context"
	"fmt"

	"quartet.example/authserver/controlapi"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/forge"
	"quartet.example/shared/oauth"
)

// notApplicable is the token_type of an ID token (RFC 8693 §2.2.1).
const notApplicable = "N_A"

// Issue returns a token of this server, without a sign-in and without a stored grant. It has the claims
// of the same token from the token endpoint, except gid and sid, and then those of t.Claims. The other
// endpoints accept it until it expires. The error of a token that cannot be issued names the field.
func (c *Control) Issue(ctx context.Context, t controlapi.Token) (controlapi.Issued, error) {
	d, err := c.draft(ctx, t)
	if err != nil {
		return controlapi.Issued{}, err
	}
	raw, err := d.signed()
	if err != nil {
		return controlapi.Issued{}, fmt.Errorf("issue token: %w", err)
	}
	return c.issued(raw, t.Type), nil
}

// issued describes a token by its claims, because t.Claims may have replaced any of them.
func (c *Control) issued(raw string, kind controlapi.TokenType) controlapi.Issued {
	var claims accesstoken.Claims
	if jose.Peek(raw, len(raw), &claims) != nil { // t.Claims gave a claim another type
		claims = accesstoken.Claims{}
	}
	tokenType := oauth.TokenTypeBearer
	switch {
	case kind == controlapi.IDToken:
		tokenType = notApplicable
	case claims.Key() != "":
		tokenType = oauth.TokenTypeDPoP
	}
	left := max(0, claims.ExpiresAt.Unix()-c.Now().Unix())
	return controlapi.Issued{Token: raw, Type: tokenType, ExpiresIn: int(left), Scope: claims.Scope}
}

// draft is a token that can still be changed, and the key that signs it.
type draft struct {
	forge.Token
	key jose.SigningKey
}

// signed returns the token with a valid signature.
func (d *draft) signed() (string, error) { return d.Sign(d.key.Algorithm, d.key.Signer) }

// draft returns the token as the minter makes it, with the changes that t asks for.
func (c *Control) draft(ctx context.Context, t controlapi.Token) (*draft, error) {
	o, err := c.order(t)
	if err != nil {
		return nil, err
	}
	raw, key, err := o.mint(ctx)
	if err != nil {
		return nil, fmt.Errorf("issue token: %w", err)
	}
	token, err := forge.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("issue token: %w", err)
	}
	forge.Change(token.Header, map[string]any{"kid": key.ID, "alg": key.Algorithm}) // the keys may just have been rotated
	if len(t.Audience) > 0 {
		token.Claims["aud"] = t.Audience
		if len(t.Audience) == 1 {
			token.Claims["aud"] = t.Audience[0]
		}
	}
	forge.Change(token.Claims, t.Claims)
	return &draft{Token: token, key: key}, nil
}
