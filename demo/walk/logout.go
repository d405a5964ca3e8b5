package walk

import (
	"context"
	"net/http"
	"net/url"

	"quartet.example/shared/oauth"
)

// logout signs in at two clients with one browser, and signs out at one of them (OIDC RP-Initiated Logout
// §2). The authorization server ends the session of the other client too (OIDC Back-Channel Logout §2.5).
func (w *walker) logout(ctx context.Context) error {
	if err := w.elsewhere(ctx); err != nil {
		return err
	}
	t, err := w.signedIn(ctx, WebApp, "openid")
	if err != nil {
		return err
	}
	if err := w.signOut(ctx, t.IDToken); err != nil || w.target.App == "" {
		return err
	}
	if err := w.browser.fetch(ctx, w.target.App+"/api/notes"); err != nil { // the session there has ended
		return err
	}
	w.result(w.browser.last)
	return w.browser.last.expect(http.StatusUnauthorized)
}

// elsewhere signs in at the other client, if there is one.
func (w *walker) elsewhere(ctx context.Context) error {
	if w.target.App == "" {
		return nil
	}
	if err := w.browser.open(ctx, w.target.App+"/login", nil); err != nil {
		return err
	}
	return w.browser.signIn(ctx)
}

// signOut sends the browser to the end session endpoint.
func (w *walker) signOut(ctx context.Context, idToken string) error {
	query := url.Values{
		"id_token_hint": {idToken}, "client_id": {w.target.Clients[WebApp].ID},
		"post_logout_redirect_uri": {w.callback.home()}, "state": {oauth.NewSecret()},
	}
	address := w.metadata.EndSessionEndpoint + "?" + query.Encode()
	if w.target.User == nil { // the address is printed: without the ID token
		query.Del("id_token_hint")
		address = w.metadata.EndSessionEndpoint + "?" + query.Encode()
		return w.options.Person.Open(ctx, address, "")
	}
	if err := w.browser.open(ctx, address, nil); err != nil {
		return err
	}
	if w.browser.has("button[name=decision][value=sign-out]") {
		return w.browser.submit(ctx, "button[name=decision][value=sign-out]", url.Values{"decision": {"sign-out"}})
	}
	return nil
}
