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
	TTL      time.Duration // how long the question may stay open
}

// Clients finds registered clients.
type Clients interface {
	FindClient(id string) (*core.Client, error)
}

// Hints reads ID tokens that we issued; they may have expired.
type Hints interface {
	Hint(raw string) (issued.IDTokenHint, error)
}

// Logouts keeps sign-outs that wait for the user's word.
type Logouts interface {
	SaveLogout(ctx context.Context, handle string, l core.Logout) error
	FindLogout(ctx context.Context, handle string) (core.Logout, error)
	// TakeLogout gives it to exactly one caller, core.ErrNotFound to all others.
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
	if keptBack(c) {
		return h.again(c, l)
	}
	return h.proceed(c, l)
}

// proceed signs out, or asks.
func (h *Handler) proceed(c echo.Context, l core.Logout) error {
	signedIn, err := h.Sessions.Find(c)
	switch {
	case err != nil:
		return err
	case signedIn == nil && l.Unverified: // anybody can have written the hint, and nobody is here to confirm where it leads (§3)
		return h.Pages.SignedOut(c, ui.SignOut{Client: h.client(l)})
	case signedIn == nil: // there is nothing to end
		return h.goOn(c, l)
	case !l.Proves(&signedIn.Session):
		return h.ask(c, l, signedIn)
	}
	return h.end(c, l, signedIn)
}

// end ends the session, then goes on.
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

// goOn goes back to the client, or shows the last page (§3).
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

// client is who asked, nil if nobody knows.
func (h *Handler) client(l core.Logout) *core.Client {
	client, err := h.Clients.FindClient(l.ClientID)
	if err != nil {
		return nil
	}
	return client
}

// keptBack tells whether it is a POST from another site, with which the browser
// keeps SameSite=Lax cookies back: the session is there, but does not show.
func keptBack(c echo.Context) bool {
	r := c.Request()
	return r.Method == http.MethodPost && browser.FromElsewhere(r) && browser.Hash(c) == ""
}
