package logout

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/issued"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Handler answers the end session endpoint.
type Handler struct {
	Issuer   string
	Clients  Clients
	Hints    Hints
	Logouts  Logouts
	Sessions *browser.Sessions
	Pages    *ui.Pages
	Log      *slog.Logger
	Now      func() time.Time
	TTL      time.Duration // how long the user may take to answer the question
}

// Clients finds registered clients.
type Clients interface {
	FindClient(id string) (*core.Client, error)
}

// Hints verifies ID tokens of this server, which may have expired.
type Hints interface {
	Hint(ctx context.Context, raw string) (issued.IDTokenHint, error)
}

// Logouts stores sign-outs that the user has not confirmed yet.
type Logouts interface {
	SaveLogout(ctx context.Context, handle string, l core.Logout) error
	FindLogout(ctx context.Context, handle string) (core.Logout, error)
	// TakeLogout returns the sign-out to exactly one caller, and core.ErrNotFound to all others.
	TakeLogout(ctx context.Context, handle string) (core.Logout, error)
}

// Mount adds the endpoint.
func (h *Handler) Mount(e *echo.Echo) {
	e.GET("/logout", h.handle)
	e.POST("/logout", h.handle)
	e.GET("/logout/confirm", h.show)
	e.POST("/logout/confirm", h.answer)
}

// handle is GET and POST /logout.
func (h *Handler) handle(c echo.Context) error {
	web.SetNoStore(c)
	l, err := h.read(c)
	if err != nil {
		return err
	}
	if browser.WithheldCookies(c) {
		return h.fetchWithCookies(c, l)
	}
	return h.proceed(c, l)
}

// proceed signs out, or asks the user first.
func (h *Handler) proceed(c echo.Context, l core.Logout) error {
	signedIn, err := h.Sessions.Find(c)
	switch {
	case err != nil:
		return err
	case signedIn == nil && l.Unverified: // the hint may be forged, and no user can confirm the redirect (§3)
		return h.Pages.SignedOut(c, ui.SignOut{Client: h.client(l)})
	case signedIn == nil: // no session to end
		return h.goOn(c, l)
	case !l.Proves(&signedIn.Session):
		return h.ask(c, l, signedIn)
	}
	return h.end(c, l, signedIn)
}

// end ends the session and answers the request.
func (h *Handler) end(c echo.Context, l core.Logout, signedIn *browser.SignedIn) error {
	if err := h.Sessions.End(c, signedIn); err != nil {
		return err
	}
	ctx := c.Request().Context()
	oauth.AboutClient(ctx, l.ClientID)
	oauth.AboutSubject(ctx, signedIn.Subject)
	oauth.Record(ctx, h.Log, slog.LevelInfo, "signed out")
	return h.goOn(c, l)
}

// goOn redirects to the client, or shows the final page if there is no address (§3).
func (h *Handler) goOn(c echo.Context, l core.Logout) error {
	if l.RedirectURI == "" {
		return h.Pages.SignedOut(c, ui.SignOut{Client: h.client(l)})
	}
	to := l.RedirectURI
	if l.State != "" {
		separator := "?"
		if strings.Contains(to, "?") {
			separator = "&"
		}
		to += separator + url.Values{"state": {l.State}}.Encode()
	}
	web.SetNoStore(c)
	return c.Redirect(http.StatusSeeOther, to)
}

// client returns the client that sent the request, or nil if it is unknown.
func (h *Handler) client(l core.Logout) *core.Client {
	client, err := h.Clients.FindClient(l.ClientID)
	if err != nil {
		return nil
	}
	return client
}
