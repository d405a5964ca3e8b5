package logout

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/provider"
	"quartet.example/client/bff/internal/session"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Ender ends sessions and revokes their tokens.
type Ender interface {
	End(ctx context.Context, id string) (core.Session, error)
}

// Provider returns the address at which the user signs out at the authorization server.
type Provider interface {
	EndSessionURL(ctx context.Context, s core.Session, g provider.Goodbye) (string, error)
}

// Handler answers POST /logout.
type Handler struct {
	Guard    session.Guard
	Ender    Ender
	Provider Provider
	ReturnTo string // post_logout_redirect_uri
	Hint     bool   // send id_token_hint
	Log      *slog.Logger
}

// Mount adds the route.
func (h *Handler) Mount(e *echo.Echo) { e.POST("/logout", h.post) }

// post ends the session, and redirects the browser to sign out at the authorization server.
func (h *Handler) post(c echo.Context) error {
	web.SetNoStore(c)
	r := c.Request()
	id := h.Guard.Presented(r)
	if err := h.Guard.Form(r, id, session.FormToken(c)); err != nil {
		return err
	}
	s, err := h.Ender.End(r.Context(), id)
	if err != nil && !errors.Is(err, core.ErrNotFound) {
		return err // Redis cannot be reached: the session still exists
	}
	h.Guard.Forget(c)
	if session.FromApp(r) { // an app is no browser: it cannot follow the redirect to the authorization server
		return c.NoContent(http.StatusNoContent)
	}
	return c.Redirect(http.StatusSeeOther, h.next(r.Context(), s, err == nil))
}

// next returns the address of the sign-out at the authorization server, or our start page if the
// server has none or nobody was signed in.
func (h *Handler) next(ctx context.Context, s core.Session, signedIn bool) string {
	if !signedIn {
		return "/"
	}
	address, err := h.Provider.EndSessionURL(ctx, s, provider.Goodbye{ReturnTo: h.ReturnTo, State: oauth.NewSecret(), Hint: h.Hint})
	if err != nil {
		h.Log.WarnContext(ctx, "signed out here only", "cause", err)
	}
	if address == "" {
		return "/"
	}
	return address
}
