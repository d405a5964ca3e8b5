package login

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// callback is GET /callback, the redirection endpoint (RFC 6749 §3.1.2). Steps 1 to 5 run for
// every response, so that a login whose response is refused is used up too.
func (h *Handler) callback(c echo.Context) error {
	web.SetNoStore(c)
	c.Response().Header().Set("Referrer-Policy", "no-referrer") // RFC 9700 §4.2.4
	ctx := c.Request().Context()

	login, err := h.redeem(c) // 1. the login that this browser started, once
	if err != nil {
		return err
	}
	answer, err := parse(c) // 2. each parameter once
	if err != nil {
		return err
	}
	if err := h.checkIssuer(c, answer, login); err != nil { // 3. RFC 9207 §2.4, RFC 9700 §4.4.2
		return err
	}
	switch { // 4. RFC 6749 §4.1.2.1
	case answer.Has("error") && login.App != nil:
		return refusedForApp(c, *login.App, answer)
	case answer.Has("error"):
		return refusedHere(ctx, login, answer)
	}
	code := answer.Get("code")
	if err := checks.CodePresent.Require(ctx, code != ""); err != nil { // 5.
		return err
	}
	tokens, user, err := h.Servers.RedeemCode(ctx, code, login) // 6. RFC 6749 §4.1.3, OIDC Core §3.1.3.7
	if err != nil {
		h.giveBack(ctx, login, tokens)
		return exchangeError(ctx, err)
	}
	onward, err := h.finish(c, login, tokens, user) // 7. a session with a new id
	if err != nil {
		h.giveBack(ctx, login, tokens)
		return err
	}
	return c.Redirect(http.StatusSeeOther, onward) // 8. RFC 9700 §4.2.4: the code leaves the address bar
}

// finish gives the session to the browser or stores it for the app, and returns where to
// redirect the browser. If it returns an error, there is no session.
func (h *Handler) finish(c echo.Context, login core.PendingLogin, tokens core.TokenSet, user core.User) (string, error) {
	if login.App != nil {
		return h.handOver(c, login, tokens, user)
	}
	return login.ReturnTo, h.open(c, login, tokens, user)
}

// giveBack revokes the tokens of a sign-in that was refused after they were issued.
// Otherwise their grant would stay valid at the issuer without a session that uses it.
func (h *Handler) giveBack(ctx context.Context, login core.PendingLogin, tokens core.TokenSet) {
	h.Tokens.GiveBack(ctx, core.Session{User: core.User{Issuer: login.Issuer}, Tokens: tokens})
}

// redeem finds the login of the response by its state and the cookie of the browser. A state that
// is given twice matches no login.
func (h *Handler) redeem(c echo.Context) (core.PendingLogin, error) {
	ctx := c.Request().Context()
	state := only(c.Request().URL.Query()["state"])
	binding := bindingOf(c.Request(), h.cookieName(state))
	if state == "" || binding == "" {
		return core.PendingLogin{}, checks.StateBound.Fail(ctx, nil).Comparing(h.missingCookie(c.Request()))
	}
	login, err := h.Logins.RedeemLogin(ctx, state, binding)
	if err != nil && !errors.Is(err, core.ErrNotFound) && !errors.Is(err, core.ErrLoginUsed) {
		return login, err // Redis cannot be reached: the login is not used up and the browser can try again
	}
	clearTransaction(c.Response(), h.cookieName(state))
	if errors.Is(err, core.ErrNotFound) {
		return login, checks.StateBound.Fail(ctx, nil).Comparing(h.missingCookie(c.Request()))
	}
	checks.StateBound.Pass(ctx)
	if err := checks.StateUnused.Require(ctx, err == nil); err != nil {
		return login, err
	}
	return login, checks.StateFresh.Require(ctx, !login.Expired(h.Now()))
}

func only(values []string) string {
	if len(values) != 1 {
		return ""
	}
	return values[0]
}

// parse reads the response (RFC 6749 §4.1.2, §4.1.2.1). It has a code or an error, not both.
func parse(c echo.Context) (url.Values, error) {
	ctx := c.Request().Context()
	answer, err := web.Parameters(c)
	if err != nil {
		return nil, checks.ResponseSingle.Fail(ctx, err)
	}
	return answer, checks.ResponseSingle.Require(ctx, !answer.Has("code") || !answer.Has("error"))
}

// checkIssuer checks that the response came to the redirect URI of the server that this login was
// sent to, and is from that server: iss is compared if it is there or was announced.
func (h *Handler) checkIssuer(c echo.Context, answer url.Values, login core.PendingLogin) error {
	ctx := c.Request().Context()
	uri, promised, err := h.Servers.Redirection(ctx, login)
	if err != nil {
		return away(err)
	}
	own, err := url.Parse(uri)
	if err := checks.CallbackOwn.Require(ctx, err == nil && own.Path == c.Request().URL.EscapedPath()); err != nil {
		return err
	}
	unsaid := !answer.Has("iss") && !promised
	if !unsaid && answer.Get("iss") != login.Issuer {
		return checks.IssMatch.Fail(ctx, nil).Comparing(oauth.Mismatch{
			Name: "iss", Sent: answer.Get("iss"), Expected: []string{login.Issuer}, As: "expected",
		})
	}
	checks.IssMatch.Pass(ctx)
	return nil
}
