package walk

import (
	"context"
	"net/url"

	"quartet.example/shared/oauth"
)

// refresh signs in, and then gets a new access token for the refresh token (RFC 6749 §6).
func (w *walker) refresh(ctx context.Context) error {
	t, err := w.signedIn(ctx, WebApp, "offline_access", "notes:read")
	if err != nil {
		return err
	}
	t, err = w.token(ctx, WebApp, url.Values{"grant_type": {string(oauth.RefreshTokenGrant)}, "refresh_token": {t.RefreshToken}})
	if err != nil {
		return err
	}
	return w.api(ctx, "/notes", t.AccessToken)
}
