package logout

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/patience"
	"quartet.example/shared/web"
)

// maxState is the maximum length of state, in bytes.
const maxState = 4096

// read parses and checks the request (§2, §3).
func (h *Handler) read(c echo.Context) (core.Logout, error) {
	ctx := c.Request().Context()
	source := web.Query
	if c.Request().Method == http.MethodPost {
		source = web.Form
	}
	p, err := source(c)
	if err != nil {
		return core.Logout{}, err
	}
	l := core.Logout{ClientID: p.Get("client_id"), RedirectURI: p.Get("post_logout_redirect_uri"), State: p.Get("state"), ExpiresAt: h.Now().Add(patience.Transaction(ctx, h.TTL))}
	if err := checks.LogoutState.Require(ctx, len(l.State) <= maxState); err != nil {
		return core.Logout{}, err
	}
	if err := h.readHint(ctx, p, &l); err != nil {
		return core.Logout{}, err
	}
	return l, h.checkClient(ctx, l)
}

// readHint verifies id_token_hint, which may have expired, and stores its client in l. If its key
// was deleted, the token cannot be verified: its subject and session are ignored.
func (h *Handler) readHint(ctx context.Context, p url.Values, l *core.Logout) error {
	if !p.Has("id_token_hint") {
		return nil
	}
	hint, err := h.Hints.Hint(ctx, p.Get("id_token_hint"))
	if err := checks.LogoutHint.RequireNil(ctx, err); err != nil {
		return err
	}
	if err := checks.LogoutClient.Require(ctx, l.ClientID == "" || l.ClientID == hint.ClientID); err != nil {
		return err
	}
	l.ClientID, l.Unverified = hint.ClientID, hint.Unverified
	if !hint.Unverified {
		l.HintSubject, l.HintSession = hint.Subject, hint.SessionID
	}
	return nil
}

// checkClient refuses an unknown client, and a post_logout_redirect_uri that is not registered for
// the client.
func (h *Handler) checkClient(ctx context.Context, l core.Logout) error {
	client := new(core.Client) // a request without client_id has no registered address
	if l.ClientID != "" {
		found, err := h.Clients.FindClient(l.ClientID)
		if err := checks.RequestClient.RequireNil(ctx, err); err != nil {
			return err
		}
		client = found
	}
	return checks.LogoutRedirectURI.Require(ctx, l.RedirectURI == "" || client.MayReturnAfterLogout(l.RedirectURI))
}
