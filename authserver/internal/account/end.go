package account

import (
	"context"
	"log/slog"
	"slices"

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
		err = h.endGrants(ctx, who.Subject, func(g core.Grant) bool { return g.ID == id })
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
	if err := h.Access.RevokePending(ctx, sub, clientID); err != nil {
		return err
	}
	return h.endGrants(ctx, sub, func(g core.Grant) bool { return g.ClientID == clientID })
}

// endGrants revokes those grants of the user for which meant returns true. It cannot revoke grants
// of other users.
func (h *Handler) endGrants(ctx context.Context, sub string, meant func(core.Grant) bool) error {
	grants, err := h.Access.GrantsOf(ctx, sub)
	if err != nil {
		return err
	}
	for grant := range slices.Values(grants) {
		if !meant(grant) {
			continue
		}
		if err := h.Access.RevokeGrant(ctx, grant.ID); err != nil {
			return err
		}
	}
	return nil
}

// endEverything revokes the grants, then ends the sessions, then revokes new grants. If the
// first round fails, the user can retry in the same session. The second round revokes what
// another browser got while its session was ending.
func (h *Handler) endEverything(c echo.Context, who *browser.SignedIn) error {
	ctx := c.Request().Context()
	if err := h.endAccess(ctx, who.Subject); err != nil {
		return err
	}
	if err := h.Sessions.EndAllOf(ctx, who.Subject); err != nil {
		return err
	}
	if err := h.endAccess(ctx, who.Subject); err != nil {
		return err
	}
	oauth.Record(ctx, h.Log, slog.LevelInfo, "ended by the user", slog.String("what", ui.EndEverything))
	return h.signOut(c, who) // this also deletes the session cookie
}

// endAccess revokes all grants of the user, and the codes and device codes that were not yet
// exchanged for tokens.
func (h *Handler) endAccess(ctx context.Context, sub string) error {
	if err := h.Access.RevokePending(ctx, sub, ""); err != nil {
		return err
	}
	return h.endGrants(ctx, sub, func(core.Grant) bool { return true })
}
