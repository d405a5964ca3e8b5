package walk

import (
	"context"
	"net/http"
)

// openID signs in, reads the keys of the server, with which a client verifies the ID token (OIDC Core
// §3.1.3.7), and asks for the claims of the user (§5.3).
func (w *walker) openID(ctx context.Context) error {
	t, err := w.signedIn(ctx, WebApp, "openid", "profile", "email")
	if err != nil {
		return err
	}
	a, err := w.get(ctx, w.metadata.JWKSURI, "", "")
	if err != nil {
		return err
	}
	if err := a.expect(http.StatusOK); err != nil {
		return err
	}
	a, err = w.get(ctx, w.metadata.UserinfoEndpoint, "Bearer", t.AccessToken)
	if err != nil {
		return err
	}
	w.result(a)
	return a.expect(http.StatusOK)
}
