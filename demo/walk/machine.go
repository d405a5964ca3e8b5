package walk

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"quartet.example/shared/oauth"
)

var errNoAPI = errors.New("this flow needs an API, which a walk knows only of a stack of this project")

// ownToken gets a token for the client itself (RFC 6749 §4.4.2).
func (w *walker) ownToken(ctx context.Context) (oauth.TokenResponse, error) {
	form := w.withScope(url.Values{"grant_type": {string(oauth.ClientCredentialsGrant)}}, Machine, "notes:read")
	return w.token(ctx, Machine, form)
}

func (w *walker) clientCredentials(ctx context.Context) error {
	t, err := w.ownToken(ctx)
	if err != nil {
		return err
	}
	return w.api(ctx, "/whoami", t.AccessToken)
}

// resource requests the API without a token, which must be refused with a challenge (RFC 6750 §3), and then
// with one.
func (w *walker) resource(ctx context.Context) error {
	if w.target.API == "" {
		return errNoAPI
	}
	a, err := w.get(ctx, w.target.API+"/whoami", "", "")
	if err != nil {
		return err
	}
	if err := a.expect(http.StatusUnauthorized); err != nil {
		return err
	}
	t, err := w.ownToken(ctx)
	if err != nil {
		return err
	}
	a, err = w.get(ctx, w.target.API+"/whoami", "Bearer", t.AccessToken)
	if err != nil {
		return err
	}
	w.result(a)
	return a.expect(http.StatusOK)
}
