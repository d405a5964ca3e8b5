package engine

import (
	"context"
	"errors"
	"time"

	"github.com/go-oauth2/oauth2/v4"
	"github.com/go-oauth2/oauth2/v4/models"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/shared/oauth"
)

// clients returns the client of the order. The caller has authenticated it.
type clients struct{}

func (clients) GetByID(ctx context.Context, id string) (oauth2.ClientInfo, error) {
	o, err := orderIn(ctx)
	if err != nil {
		return nil, err
	}
	if o.clientID != id {
		return nil, core.ErrOtherClient
	}
	return &models.Client{ID: id, Public: o.client != nil && o.client.Public()}, nil
}

// codes generates a code of 256 random bits, and the id of the grant that it starts.
type codes struct{}

func (codes) Token(ctx context.Context, _ *oauth2.GenerateBasic) (string, error) {
	o, err := orderIn(ctx)
	if err != nil {
		return "", err
	}
	code := oauth.NewSecret()
	o.code.GrantID = refreshtoken.GrantOfCode(code)
	oauth.AboutGrant(ctx, o.code.GrantID)
	return code, nil
}

// access makes RFC 9068 access tokens, and a refresh token for a client that is
// registered to use one.
type access struct{ minter Minter }

func (a access) Token(ctx context.Context, _ *oauth2.GenerateBasic, mayRefresh bool) (token, refresh string, err error) {
	o, err := orderIn(ctx)
	if err != nil {
		return "", "", err
	}
	forToken := o.issue.Grant // the grant keeps its whole audience
	forToken.Audience = o.audience
	forToken.KeyThumbprint = core.ProvenKey(ctx) // RFC 9449 §5
	o.issue.AccessToken, err = a.minter.AccessToken(ctx, &forToken, forToken.Scope)
	if err != nil {
		return "", "", err
	}
	if mayRefresh && o.client.MayUse(oauth.RefreshTokenGrant) {
		refresh = refreshtoken.First(o.redemption.Code)
	}
	o.issue.RefreshToken, o.issue.KeyThumbprint = refresh, forToken.KeyThumbprint
	return o.issue.AccessToken.Value, refresh, nil
}

// tokens stores what was issued, and returns the code that the caller found.
type tokens struct{ store Store }

// errUnused means that the engine called a method that it has no reason to call here.
var errUnused = errors.New("not done by the engine here")

func (t tokens) Create(ctx context.Context, info oauth2.TokenInfo) error {
	o, err := orderIn(ctx)
	switch {
	case err != nil:
		return err
	case info.GetAccess() == "":
		return t.store.SaveCode(ctx, o.code, o.session)
	case o.issue.Grant.ID != "":
		return t.store.Redeem(ctx, *o.redemption, o.issue.Grant, o.issue.RefreshToken)
	}
	return nil // client_credentials: the token speaks for itself
}

// never is a creation time in the future, so that the engine considers nothing expired. It
// would use the system clock; the caller has checked the expiry with Now.
func never() time.Time { return time.Unix(1<<40, 0) }

func (tokens) GetByCode(ctx context.Context, code string) (oauth2.TokenInfo, error) {
	o, err := orderIn(ctx)
	if err != nil {
		return nil, err
	}
	if !oauth.Equal(o.redemption.Code, code) {
		return nil, core.ErrNotFound
	}
	return &models.Token{
		ClientID: o.code.ClientID, UserID: o.code.Subject, RedirectURI: o.code.RedirectURI, Scope: o.code.Scope.String(),
		Code: code, CodeCreateAt: never(), CodeChallenge: o.code.CodeChallenge, CodeChallengeMethod: oauth.S256,
	}, nil
}

// RemoveByCode has nothing to do: Create uses the code up and keeps the grant in one script.
func (tokens) RemoveByCode(context.Context, string) error { return nil }

func (tokens) RemoveByAccess(context.Context, string) error  { return errUnused }
func (tokens) RemoveByRefresh(context.Context, string) error { return errUnused }
func (tokens) GetByAccess(context.Context, string) (oauth2.TokenInfo, error) {
	return nil, errUnused
}

func (tokens) GetByRefresh(context.Context, string) (oauth2.TokenInfo, error) {
	return nil, errUnused
}
