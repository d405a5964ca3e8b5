package token

import (
	"context"
	"net/url"
	"slices"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/oauth"
)

// Exchange is token exchange (RFC 8693): a client gets a new access token for an access token of
// ours. The new one is for another resource, allows no more, and does not expire later. Nothing
// is stored: the new token belongs to the grant of the old one, and is revoked with it.
type Exchange struct {
	Tokens    ActiveTokens
	Users     Users
	Access    AccessTokens
	Resources Resources
	Grants    Grants
	Owners    Owners
}

// Grants finds grants.
type Grants interface {
	// GrantByID returns core.ErrNotFound for a grant that has expired or was revoked.
	GrantByID(ctx context.Context, gid string) (core.Grant, error)
}

// Owners finds clients whose own tokens, without a user, are exchanged.
type Owners interface {
	// FindClient returns core.ErrNotFound for an unknown client.
	FindClient(id string) (*core.Client, error)
}

// ActiveTokens reads access tokens that we issued.
type ActiveTokens interface {
	// Active returns core.ErrNotFound for everything but an access token of ours that is valid
	// now.
	Active(ctx context.Context, raw string) (*accesstoken.Claims, error)
}

// Resources finds registered resources.
type Resources interface {
	Resources() []*core.Resource
}

// Answer exchanges the token.
func (g *Exchange) Answer(ctx context.Context, client *core.Client, form url.Values) (*oauth.TokenResponse, error) {
	if err := checks.ExchangeConfidential.Require(ctx, !client.Public()); err != nil {
		return nil, err
	}
	if err := checks.ExchangeTypes.Require(ctx, accessTokensOnly(form)); err != nil { // §2.1
		return nil, err
	}
	subject, err := g.subject(ctx, client, form.Get("subject_token"))
	if err != nil {
		return nil, err
	}
	actor, err := g.actor(ctx, client, subject, form.Get("actor_token"))
	if err != nil {
		return nil, err
	}
	target, err := g.target(ctx, client, subject, form)
	if err != nil {
		return nil, err
	}
	granted, err := g.granted(ctx, subject, target)
	if err != nil {
		return nil, err
	}
	scope, err := exchangedScope(ctx, client, granted, target, form)
	if err != nil {
		return nil, err
	}
	return g.issue(ctx, exchanged(client, subject, actor, target), scope)
}

// accessTokensOnly tells whether the types are those that this server knows
// (RFC 8693 §3), and an actor token comes with its type or not at all.
func accessTokensOnly(form url.Values) bool {
	actor, actorType, requested := form.Get("actor_token"), form.Get("actor_token_type"), form.Get("requested_token_type")
	return form.Get("subject_token") != "" && form.Get("subject_token_type") == oauth.AccessTokenType &&
		(requested == "" || requested == oauth.AccessTokenType) &&
		(actor == "" && actorType == "" || actor != "" && actorType == oauth.AccessTokenType)
}

// subject checks the subject token, and returns whom the new token will be about.
func (g *Exchange) subject(ctx context.Context, client *core.Client, raw string) (*accesstoken.Claims, error) {
	claims, err := g.active(ctx, raw, &checks.ExchangeSubject)
	if claims != nil {
		oauth.AboutGrant(ctx, claims.GrantID)
		oauth.AboutSubject(ctx, claims.Subject)
	}
	if err != nil {
		return nil, err
	}
	if _, isUser := claims.User(); isUser { // else a client that acts for itself
		if err := requireSignIn(ctx, g.Users, claims.Subject, claims.SignedInBy()); err != nil {
			return nil, checks.ExchangeSubject.Fail(ctx, err)
		}
	}
	if err := checks.ExchangeSource.Require(ctx, client.MayExchangeTokenOf(claims.ClientID, claims.Audience)); err != nil {
		return nil, err
	}
	return claims, nil
}

// active returns the claims of a valid token. If the token is bound to a key, the request must
// prove that key (RFC 9449 §5).
func (g *Exchange) active(ctx context.Context, raw string, check *oauth.Check) (*accesstoken.Claims, error) {
	claims, err := g.Tokens.Active(ctx, raw)
	if err := oauth.Decided(ctx, err, []oauth.Rule{check.FailsOn(core.ErrNotFound)}); err != nil {
		return nil, err // Redis does not answer: it is unknown whether the token was revoked, so this is no refusal
	}
	key := claims.Key()
	return claims, checks.ExchangeKey.Require(ctx, key == "" || key == core.ProvenKey(ctx))
}

// issue signs the token. There is no refresh token (§2.2.1): a client that needs another token
// presents a new subject token, which shows that the grant is still valid.
func (g *Exchange) issue(ctx context.Context, grant core.Grant, scope oauth.Scope) (*oauth.TokenResponse, error) {
	grant.KeyThumbprint = core.ProvenKey(ctx)
	token, err := g.Access.AccessToken(ctx, &grant, scope)
	if err != nil {
		return nil, err
	}
	response := respond(&core.Issue{Grant: grant, AccessToken: token, KeyThumbprint: grant.KeyThumbprint})
	response.IssuedTokenType = oauth.AccessTokenType
	return response, nil
}

// exchanged returns the grant for the new token: that of the subject token, for another client
// and audience. It ends when the subject token expires or is revoked.
func exchanged(client *core.Client, subject *accesstoken.Claims, actor *oauth.Actor, target *core.Resource) core.Grant {
	return core.Grant{
		ID: subject.GrantID, ClientID: client.ID, Subject: subject.Subject, Audience: []string{target.ID},
		SessionID: subject.SessionID, ACR: subject.ACR, AMR: subject.AMR, AuthTime: timeOf(subject.AuthTime),
		ExpiresAt: subject.ExpiresAt.Time, Actor: actor,
		ExchangedFrom: append(slices.Clone(subject.ExchangedFrom), subject.ID),
		ExchangedAt:   append(slices.Clone(subject.ExchangedAt), subject.Audience...),
	}
}
