package walk

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"quartet.example/shared/oauth"
)

// request is an authorization request, and what the client keeps for it.
type request struct {
	url.Values
	part     Part
	verifier string
}

// newRequest returns an authorization request with a new state, nonce and code challenge (RFC 6749 §4.1.1,
// RFC 7636 §4.3).
func (w *walker) newRequest(ctx context.Context, part Part, scope ...string) (request, error) {
	key := w.target.Clients[part]
	if err := w.listen(ctx, key.RedirectURI); err != nil {
		return request{}, err
	}
	r := request{part: part, verifier: oauth.NewSecret(), Values: url.Values{
		"response_type": {oauth.ResponseTypeCode}, "client_id": {key.ID}, "redirect_uri": {w.callback.uri}, "state": {oauth.NewSecret()},
		"code_challenge_method": {oauth.S256},
	}}
	r.Set("code_challenge", oauth.ChallengeOf(r.verifier))
	w.withScope(r.Values, part, scope...)
	if slices.Contains(strings.Fields(r.Get("scope")), "openid") {
		r.Set("nonce", oauth.NewSecret())
	}
	answer := expected{state: r.Get("state")}
	if w.metadata.AuthorizationResponseIssSupported {
		answer.issuer = w.metadata.Issuer
	}
	w.callback.expected.Store(&answer)
	return r, nil
}

// authorize sends the browser to the authorization endpoint, and returns the code that the client receives.
func (w *walker) authorize(ctx context.Context, query url.Values) (code string, err error) {
	address := w.metadata.AuthorizationEndpoint + "?" + query.Encode()
	if w.target.User == nil {
		return w.byPerson(ctx, address)
	}
	if err := w.browser.open(ctx, address, nil); err != nil {
		return "", err
	}
	if err := w.browser.signIn(ctx); err != nil {
		return "", err
	}
	return w.code()
}

// code returns the code that arrived at the redirect URI.
func (w *walker) code() (string, error) {
	select {
	case got := <-w.callback.got:
		if got.err != nil {
			return "", &Refused{Hop: w.hops[len(w.hops)-1], Why: got.err.Error()}
		}
		return got.code, nil
	default:
		return "", &Refused{Hop: w.browser.last.hop, Why: "the browser was not sent back to the client"}
	}
}

// redeem exchanges the code for tokens (RFC 6749 §4.1.3).
func (w *walker) redeem(ctx context.Context, r request, code string) (oauth.TokenResponse, error) {
	return w.token(ctx, r.part, url.Values{
		"grant_type": {string(oauth.AuthorizationCodeGrant)}, "code": {code}, "redirect_uri": {r.Get("redirect_uri")}, "code_verifier": {r.verifier},
	})
}

// signedIn performs the authorization code grant with PKCE.
func (w *walker) signedIn(ctx context.Context, part Part, scope ...string) (oauth.TokenResponse, error) {
	r, err := w.newRequest(ctx, part, scope...)
	if err != nil {
		return oauth.TokenResponse{}, err
	}
	code, err := w.authorize(ctx, r.Values)
	if err != nil {
		return oauth.TokenResponse{}, err
	}
	return w.redeem(ctx, r, code)
}

func (w *walker) codePKCE(ctx context.Context) error {
	t, err := w.signedIn(ctx, WebApp, "notes:read")
	if err != nil {
		return err
	}
	return w.api(ctx, "/notes", t.AccessToken)
}

// pushed sends the authorization request to the server first, and the browser with a reference to it (RFC
// 9126 §2, §4).
func (w *walker) pushed(ctx context.Context) error {
	r, err := w.newRequest(ctx, WebApp, "notes:read")
	if err != nil {
		return err
	}
	a, err := w.post(ctx, WebApp, w.metadata.PushedAuthorizationRequestEndpoint, r.Values)
	if err != nil {
		return err
	}
	var push struct {
		RequestURI string `json:"request_uri"`
	}
	if err := a.expect(http.StatusCreated); err != nil {
		return err
	}
	if err := a.decode(&push); err != nil {
		return err
	}
	code, err := w.authorize(ctx, url.Values{"client_id": r.Values["client_id"], "request_uri": {push.RequestURI}})
	if err != nil {
		return err
	}
	t, err := w.redeem(ctx, r, code)
	if err != nil {
		return err
	}
	return w.api(ctx, "/notes", t.AccessToken)
}
