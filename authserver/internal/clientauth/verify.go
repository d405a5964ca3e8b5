package clientauth

import (
	"cmp"
	"context"
	"errors"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// verify verifies the credentials by their method.
func (a *Authenticator) verify(ctx context.Context, given credentials) (*core.Client, error) {
	if given.signed() {
		return a.verifyAssertion(ctx, given)
	}
	return a.verifySecret(ctx, given)
}

// verifyAssertion gives an unknown client and a bad signature the same response. The time
// that it takes differs, which tells an attacker nothing new: client identifiers are
// public, because they are in the URL of each authorization request.
func (a *Authenticator) verifyAssertion(ctx context.Context, given credentials) (*core.Client, error) {
	client, err := a.Clients.FindClient(given.id)
	switch {
	case errors.Is(err, core.ErrNotFound):
		return nil, a.refuse(ctx, &checks.ClientKnown, err)
	case err != nil:
		return nil, err
	}
	oauth.AboutClient(ctx, client.ID)
	if client.AuthMethod != given.method || a.Assertions == nil {
		return nil, a.refuseMethod(ctx, client, given.method)
	}
	err = a.Assertions.Verify(ctx, client, given.assertion)
	var refused *oauth.Error
	if errors.As(err, &refused) && refused.Code == oauth.InvalidClient {
		return nil, refused.WithChallenge(a.challenge())
	}
	if err != nil {
		return nil, err
	}
	a.passed(ctx, given)
	return client, nil
}

// verifySecret does the same work whether the client is known or not, so that its time does
// not tell which clients exist.
func (a *Authenticator) verifySecret(ctx context.Context, given credentials) (*core.Client, error) {
	client, err := a.Clients.FindClient(given.id)
	if err != nil && !errors.Is(err, core.ErrNotFound) {
		return nil, err
	}
	stored := nobody
	if err == nil {
		oauth.AboutClient(ctx, client.ID)
		stored = cmp.Or(client.SecretHash, nobody)
	}
	matches := oauth.HashMatches(given.secret, stored)
	switch {
	case err != nil:
		return nil, a.refuse(ctx, &checks.ClientKnown, err)
	case client.AuthMethod != given.method:
		return nil, a.refuseMethod(ctx, client, given.method)
	case given.method != oauth.NoAuthentication && (!matches || given.secret == "" || client.SecretHash == ""):
		return nil, a.refuse(ctx, &checks.ClientAuth, nil)
	}
	a.passed(ctx, given)
	return client, nil
}

// passed reports to the inspector and to the store that the client is authenticated.
func (a *Authenticator) passed(ctx context.Context, given credentials) {
	if given.guess() {
		core.SenderOf(ctx).Authenticated()
	}
	for _, passed := range [...]*oauth.Check{&checks.ClientKnown, &checks.ClientMethod, &checks.ClientAuth} {
		passed.Pass(ctx)
	}
}

// nobody has the length of a hash (SHA-256 in base64url), but no secret has this hash.
const nobody = "-------------------------------------------"
