package account

import (
	"context"
	"log/slog"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/oauth"
)

// end performs the action of a button. If the session, access or consent has already
// ended, that is not an error.
func (h *Handler) end(c echo.Context, who *browser.SignedIn, what, id string) error {
	ctx := c.Request().Context()
	var err error
	switch what {
	case ui.EndSession:
		if id == who.ID {
			return h.signOut(c, who)
		}
		err = h.Sessions.EndOf(ctx, who.Subject, id)
	case ui.EndAccess:
		oauth.AboutGrant(ctx, id)
		err = h.Sessions.EndGrantsOf(ctx, who.Subject, func(g core.Grant) bool { return g.ID == id })
	case ui.EndConsent:
		err = h.takeBack(ctx, who.Subject, id)
	case ui.EndEverything:
		return h.endEverything(c, who)
	default:
		return checks.AccountAction.Fail(ctx, nil)
	}
	if err != nil {
		return err
	}
	oauth.Record(ctx, h.Log, slog.LevelInfo, "ended by the user", slog.String("what", what))
	return h.showEnded(c, what)
}

// signOut ends the session of this browser.
func (h *Handler) signOut(c echo.Context, who *browser.SignedIn) error {
	if err := h.Sessions.End(c, who); err != nil {
		return err
	}
	oauth.Record(c.Request().Context(), h.Log, slog.LevelInfo, "signed out")
	return h.Pages.SignedOut(c, ui.SignOut{})
}

// takeBack withdraws a consent. The consent is deleted before the grants end: otherwise
// a client whose refresh fails could get a new grant without a question to the user.
func (h *Handler) takeBack(ctx context.Context, sub, clientID string) error {
	if err := h.Access.RevokeConsent(ctx, sub, clientID); err != nil {
		return err
	}
	return h.Sessions.EndAccessOf(ctx, sub, clientID)
}

// endEverything ends all sessions and grants of the user.
func (h *Handler) endEverything(c echo.Context, who *browser.SignedIn) error {
	ctx := c.Request().Context()
	if err := h.Sessions.EndEverythingOf(ctx, who.Subject); err != nil {
		return err
	}
	oauth.Record(ctx, h.Log, slog.LevelInfo, "ended by the user", slog.String("what", ui.EndEverything))
	return h.signOut(c, who) // this also deletes the session cookie
}
