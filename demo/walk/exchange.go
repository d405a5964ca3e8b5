package walk

import (
	"context"
	"net/url"

	"quartet.example/shared/oauth"
)

// tokenExchange signs a user in at an app. A service that the app calls exchanges the token for a narrower
// one (RFC 8693 §2.1), and calls the API with it.
func (w *walker) tokenExchange(ctx context.Context) error {
	t, err := w.signedIn(ctx, NativeApp, "notes:read", "notes:write")
	if err != nil {
		return err
	}
	form := url.Values{
		"grant_type": {string(oauth.TokenExchangeGrant)}, "subject_token": {t.AccessToken}, "subject_token_type": {oauth.AccessTokenType},
		"scope": {"notes:read"},
	}
	if w.target.API != "" {
		form.Set("resource", w.target.API)
	}
	t, err = w.token(ctx, Exchanger, form)
	if err != nil {
		return err
	}
	return w.api(ctx, "/notes", t.AccessToken)
}
