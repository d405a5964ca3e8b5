package backchannel

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/patience"
	"quartet.example/shared/web"
)

// Tokens validates logout tokens.
type Tokens interface {
	// LogoutToken returns the check that refused, or core.ErrServerAway.
	LogoutToken(ctx context.Context, raw string) (core.LogoutToken, error)
}

// Memory stores which logout tokens were used, for all replicas.
type Memory interface {
	LogoutTokenUsed(ctx context.Context, t core.LogoutToken) (bool, error)
	// UseLogoutToken tells whether this use is the first.
	UseLogoutToken(ctx context.Context, t core.LogoutToken, until time.Time) (bool, error)
}

// Ender ends sessions.
type Ender interface {
	// EndByIssuer ends the sessions that the token names, and for the duration remember
	// refuses sessions whose sign-in began before it.
	EndByIssuer(ctx context.Context, token core.LogoutToken, remember time.Duration) (int, error)
}

// Handler answers POST /backchannel-logout.
type Handler struct {
	Tokens   Tokens
	Memory   Memory
	Ender    Ender
	Remember time.Duration // maximum duration of a sign-in, from /login until its session is stored
	Log      *slog.Logger
}

// Mount adds the route.
func (h *Handler) Mount(e *echo.Echo) { e.POST("/backchannel-logout", h.post) }

const maxToken = 16 << 10

func (h *Handler) post(c echo.Context) error {
	web.SetNoStore(c) // §2.8
	ctx := c.Request().Context()
	form, err := web.Form(c) // §2.5
	if err != nil {
		return err
	}
	raw := form.Get("logout_token")
	if err := checks.LogoutPresent.Require(ctx, raw != "" && len(raw) <= maxToken); err != nil {
		return err
	}
	token, err := h.Tokens.LogoutToken(ctx, raw) // §2.6 steps 1 to 7
	if err != nil {
		return away(err)
	}
	if err := h.end(ctx, token); err != nil {
		return err
	}
	return c.NoContent(http.StatusOK) // §2.8
}

// end marks the token as used after its sessions have ended: if Redis fails in between,
// the server may send the same token again.
func (h *Handler) end(ctx context.Context, token core.LogoutToken) error {
	used, err := h.Memory.LogoutTokenUsed(ctx, token) // §2.6 step 8
	if err != nil {
		return err
	}
	if err := checks.LogoutUnused.Require(ctx, !used); err != nil {
		return err
	}
	remember := patience.Transaction(ctx, h.Remember) + patience.Lifetime(ctx, 0) // in step mode: a sign-in of an hour, and a hand-over of 10 minutes
	ended, err := h.Ender.EndByIssuer(ctx, token, remember)                       // §2.7
	if err != nil {
		return err
	}
	first, err := h.Memory.UseLogoutToken(ctx, token, token.Expires)
	if err != nil {
		return err
	}
	if err := checks.LogoutUnused.Require(ctx, first); err != nil {
		return err
	}
	h.Log.InfoContext(ctx, "signed out by the issuer", "sessions", ended,
		"sid", oauth.Fingerprint(token.SID), "sub", oauth.Fingerprint(token.Subject))
	return nil
}

// away returns an error with status 503 if the keys of the issuer cannot be fetched. Other errors are returned unchanged.
func away(err error) error {
	var known *oauth.Error
	if errors.Is(err, core.ErrServerAway) && !errors.As(err, &known) {
		return oauth.TemporarilyUnavailable.With("the keys of the authorization server cannot be fetched; please try again in a moment").
			WithStatus(http.StatusServiceUnavailable).After(2 * time.Second).Because(err)
	}
	return err
}
