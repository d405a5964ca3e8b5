package engine

import (
	"context"
	"time"

	"github.com/go-oauth2/oauth2/v4"
	"github.com/go-oauth2/oauth2/v4/manage"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/patience"
)

// Store stores what the engine issues.
type Store interface {
	// SaveCode returns core.ErrSessionEnded if the session has ended.
	SaveCode(ctx context.Context, issued *core.AuthorizationCode, in core.SessionUse) error
	// Redeem marks the code as used and stores the grant, in one step. Only one caller succeeds.
	Redeem(ctx context.Context, r core.Redemption, grant core.Grant, refreshToken string) error
}

// Minter writes access tokens.
type Minter interface {
	AccessToken(ctx context.Context, grant *core.Grant, scope oauth.Scope) (core.AccessToken, error)
}

// Options are what the engine needs; all are required.
type Options struct {
	Store           Store
	Minter          Minter
	Now             func() time.Time
	CodeTTL         time.Duration
	GrantTTL        time.Duration
	OfflineGrantTTL time.Duration // of a grant with offline_access
	GrantIdle       time.Duration // for how long a grant without it may rest
}

// Engine issues codes and tokens. It is safe for concurrent use.
type Engine struct {
	options Options
	manager *manage.Manager
}

// New returns an Engine in which go-oauth2 stores and generates through our adapters.
func New(o Options) *Engine {
	m := manage.NewManager()
	m.MapClientStorage(clients{})
	m.MapTokenStorage(tokens{store: o.Store})
	m.MapAuthorizeGenerate(codes{})
	m.MapAccessGenerate(access{minter: o.Minter})
	m.SetValidateURIHandler(alreadyMatched)
	m.SetAuthorizeCodeTokenCfg(&manage.Config{IsGenerateRefresh: true}) // access decides per client
	m.SetClientTokenCfg(&manage.Config{})                               // RFC 6749 §4.4.3: no refresh token
	return &Engine{options: o, manager: m}
}

// IssueCode returns a new authorization code and stores its hash. It sets GrantID, IssuedAt
// and ExpiresAt. It returns core.ErrSessionEnded if the session in which the code is issued has
// ended.
func (e *Engine) IssueCode(ctx context.Context, issued core.AuthorizationCode, in core.SessionUse) (string, error) {
	issued.IssuedAt = e.options.Now()
	issued.ExpiresAt = issued.IssuedAt.Add(patience.Lifetime(ctx, e.options.CodeTTL)) // 10 minutes at most (RFC 6749 §4.1.2)
	o := &order{clientID: issued.ClientID, code: &issued, session: in}
	info, err := e.manager.GenerateAuthToken(o.in(ctx), oauth2.Code, &oauth2.TokenGenerateRequest{
		ClientID:            issued.ClientID,
		UserID:              issued.Subject,
		RedirectURI:         issued.RedirectURI,
		Scope:               issued.Scope.String(),
		CodeChallenge:       issued.CodeChallenge,
		CodeChallengeMethod: oauth2.CodeChallengeS256,
	})
	if err != nil {
		return "", inOurWords(err)
	}
	return info.GetCode(), nil
}

// Redeem issues the tokens for a code that the caller has found and checked. The last step
// marks the code as used; if that fails, nothing has changed, and Redeem returns the error
// of the Store.
func (e *Engine) Redeem(ctx context.Context, client *core.Client, r core.Redemption) (core.Issue, error) {
	if r.RedirectURI == "" { // the caller's policy allowed leaving it out (OAuth 2.1 §10.2)
		r.RedirectURI = r.Issued.RedirectURI
	}
	grant := e.grantOf(client, r.Issued)
	if client.Public() { // its refresh tokens have no other protection (RFC 9449 §5)
		grant.KeyThumbprint = core.ProvenKey(ctx)
	}
	o := &order{clientID: client.ID, client: client, code: &r.Issued, redemption: &r, audience: r.Audience, issue: &core.Issue{Grant: grant}}
	_, err := e.manager.GenerateAccessToken(o.in(ctx), oauth2.AuthorizationCode, &oauth2.TokenGenerateRequest{
		ClientID:     client.ID,
		Code:         r.Code,
		RedirectURI:  r.RedirectURI,
		CodeVerifier: r.CodeVerifier,
	})
	return *o.issue, inOurWords(err)
}

// ClientCredentials issues an access token for the client itself (RFC 6749 §4.4). There is no user and
// no refresh token, and nothing is stored.
func (e *Engine) ClientCredentials(ctx context.Context, client *core.Client, scope oauth.Scope, audience []string) (core.Issue, error) {
	o := &order{clientID: client.ID, client: client, audience: audience, issue: &core.Issue{Grant: core.Grant{
		ClientID: client.ID, Subject: client.ID, Scope: scope, Audience: audience,
	}}}
	_, err := e.manager.GenerateAccessToken(o.in(ctx), oauth2.ClientCredentials, &oauth2.TokenGenerateRequest{
		ClientID: client.ID,
		Scope:    scope.String(),
	})
	return *o.issue, inOurWords(err)
}

// grantOf returns a new grant, with the part of the scope that the client is still
// registered for. Its lifetime is absolute: a refresh does not extend it.
func (e *Engine) grantOf(client *core.Client, code core.AuthorizationCode) core.Grant {
	now := e.options.Now()
	code.Scope = code.Scope.Intersect(client.Scope)
	offline := code.Scope.Has("offline_access") && client.MayUse(oauth.RefreshTokenGrant)
	ends, idle := now.Add(e.options.GrantTTL), e.options.GrantIdle
	if offline {
		ends, idle = now.Add(e.options.OfflineGrantTTL), 0
	} else if !code.SessionEnds.IsZero() && code.SessionEnds.Before(ends) { // OIDC Core §11: without offline_access it ends with the session
		ends = code.SessionEnds
	}
	return core.Grant{
		ID: code.GrantID, ClientID: client.ID, Subject: code.Subject, Scope: code.Scope, Audience: code.Audience,
		SessionID: code.SessionID, Offline: offline, AuthTime: code.AuthTime, ACR: code.ACR, AMR: code.AMR,
		Nonce: code.Nonce, Claims: code.Claims, CreatedAt: now, ExpiresAt: ends, Idle: idle,
	}
}

// alreadyMatched replaces the engine's comparison of redirect hosts by suffix:
// the caller has compared the whole string (RFC 9700 §2.1).
func alreadyMatched(_, _ string) error { return nil }
