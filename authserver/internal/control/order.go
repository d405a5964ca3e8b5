package control

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/mint"
	"quartet.example/shared/dpop"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// maxLifetime is the maximum lifetime of a token: a year. A token is verified until then only if the
// keys are not rotated before.
const maxLifetime = 365 * 24 * time.Hour

var errSubject = errors.New("sub: must be at most 255 characters of printable ASCII without spaces (OIDC Core §2)")

// order is what the minter needs to make one token.
type order struct {
	minter mint.Minter
	kind   controlapi.TokenType
	client *core.Client
	grant  *core.Grant
}

// order checks a token that was asked for. The errors name the fields that are wrong.
func (c *Control) order(t controlapi.Token) (*order, error) {
	client, errClient := c.clientOf(t)
	scope, errScope := c.scopeOf(t)
	grant, errGrant := c.grantOf(t)
	if err := errors.Join(errClient, errScope, errGrant, checkToken(t)); err != nil {
		return nil, err
	}
	audience, err := c.Directory.Audience(scope, nil)
	if err != nil {
		return nil, fmt.Errorf("scope: %w", err)
	}
	grant.ClientID, grant.Scope, grant.Audience = client.ID, scope, audience
	grant.Subject = cmp.Or(grant.Subject, client.ID) // RFC 9068 §2.2: the client acts for itself
	o := &order{minter: *c.Minter, kind: t.Type, client: client, grant: grant}
	if t.ExpiresIn > 0 {
		o.minter.AccessTokenTTL = time.Duration(t.ExpiresIn) * time.Second
		o.minter.IDTokenTTL = o.minter.AccessTokenTTL
	}
	return o, nil
}

// mint returns the token, and the key that signs tokens of its kind.
func (o *order) mint(ctx context.Context) (string, jose.SigningKey, error) {
	if o.kind == controlapi.IDToken {
		raw, err := o.minter.IDToken(ctx, o.grant, o.client, "")
		if err != nil {
			return "", jose.SigningKey{}, err
		}
		key, err := o.minter.Keys.IDTokenKey(cmp.Or(o.client.IDTokenAlg, mint.DefaultIDTokenAlg))
		return raw, key, err
	}
	token, err := o.minter.AccessToken(ctx, o.grant, o.grant.Scope)
	return token.Value, o.minter.Keys.AccessTokenKey(), err
}

// checkToken checks the fields that depend on nothing else.
func checkToken(t controlapi.Token) error {
	var errs []error
	refuse := func(when bool, format string, args ...any) {
		if when {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	access := t.Type == "" || t.Type == controlapi.AccessToken
	refuse(!access && t.Type != controlapi.IDToken, "type: there is no type %q; use %s or %s", t.Type, controlapi.AccessToken, controlapi.IDToken)
	refuse(!access && t.JKT != "", "dpop_jkt: only an access token is bound to a key (RFC 9449 §6.1)")
	refuse(!access && t.User == "" && t.Subject == "", "user: an ID token needs a user or a sub (OIDC Core §2)")
	refuse(t.JKT != "" && !dpop.IsThumbprint(t.JKT), "dpop_jkt: must be a SHA-256 thumbprint in base64url, 43 characters (RFC 7638)")
	refuse(t.ExpiresIn < 0, "expires_in: must not be negative; forge a token with the flaw %q instead", controlapi.Expired)
	refuse(t.ExpiresIn > int(maxLifetime/time.Second), "expires_in: is over a year, %d seconds", int(maxLifetime/time.Second))
	return errors.Join(errs...)
}

// clientOf returns the client of the token.
func (c *Control) clientOf(t controlapi.Token) (*core.Client, error) {
	id := cmp.Or(t.Client, controlapi.DefaultClient)
	client, err := c.Directory.FindClient(id)
	switch {
	case err != nil && t.Client == "":
		return nil, fmt.Errorf("client_id: is missing, and the server does not have the default, %q; name a client that it has", id)
	case err != nil:
		return nil, errNoClient(id)
	}
	return client, nil
}

func errNoClient(id string) error { return fmt.Errorf("client_id: there is no client %q", id) }

// scopeOf returns the scope of the token, of which this server knows every part.
func (c *Control) scopeOf(t controlapi.Token) (oauth.Scope, error) {
	scope, err := oauth.ParseScope(t.Scope)
	if err != nil {
		return nil, fmt.Errorf("scope: %w", err)
	}
	if unknown := scope.Without(c.Directory.ScopesSupported()); len(unknown) > 0 {
		return nil, fmt.Errorf("scope: this server does not know %s; add it to a resource in the seed, or set the claim scope and the audience", unknown)
	}
	return scope, nil
}

// grantOf returns the grant of a user who has just signed in with a password (amr, RFC 8176 §2). Without User and Subject
// it is that of a client that acts for itself, whose Subject is still missing.
func (c *Control) grantOf(t controlapi.Token) (*core.Grant, error) {
	now := c.Now()
	grant := &core.Grant{
		Subject: t.Subject, KeyThumbprint: t.JKT, CreatedAt: now,
		AuthTime: now, ACR: core.ACRPassword, AMR: []string{"pwd"},
	}
	switch {
	case t.User != "" && t.Subject != "":
		return nil, errors.New("sub: cannot be set together with user")
	case t.User != "":
		user, err := c.findUser(t.User)
		if err != nil {
			return nil, err
		}
		grant.Subject = user.Subject
	case t.Subject == "":
		return &core.Grant{KeyThumbprint: t.JKT, CreatedAt: now}, nil
	case len(t.Subject) > 255 || strings.ContainsFunc(t.Subject, func(c rune) bool { return c <= ' ' || c > '~' }):
		return nil, errSubject
	}
	return grant, nil
}
