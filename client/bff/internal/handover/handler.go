package handover

import (
	"context"
	"embed"
	"log/slog"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/session"
	"quartet.example/shared/page"
)

// Handovers redeems hand-overs. Only one caller gets each of them.
type Handovers interface {
	// RedeemHandover returns core.ErrNotFound, core.ErrHandoverUsed, or, with nothing
	// changed, core.ErrHandoverOther.
	RedeemHandover(ctx context.Context, code, challenge string) (core.Handover, error)
}

// Sessions makes sessions.
type Sessions interface {
	CreateSession(ctx context.Context, s core.Session) error
}

// Logins begins the login of an app in the browser of the request.
type Logins interface {
	BeginForApp(c echo.Context, issuer string, app core.AppRequest) error
}

// Servers are the authorization servers, and the origins that a sign-in at them
// passes through.
type Servers interface {
	List() []core.Issuer
	Origins() string
}

// Tokens revokes the tokens of a session that will not be used.
type Tokens interface {
	GiveBack(ctx context.Context, sessions ...core.Session)
}

// Handler answers GET and POST /app/login, GET /app/back, and POST /app/session.
type Handler struct {
	Redirects Redirects
	Handovers Handovers
	Sessions  Sessions
	Logins    Logins
	Servers   Servers
	Tokens    Tokens
	Guard     session.Guard
	Chrome    page.Chrome
	Log       *slog.Logger
	Now       func() time.Time
	Limit     echo.MiddlewareFunc // of logins per address

	pages *page.Set
}

//go:embed templates/*.html
var files embed.FS

// Mount adds the routes, if there are apps.
func (h *Handler) Mount(e *echo.Echo) (err error) {
	if len(h.Redirects) == 0 {
		return nil
	}
	if h.pages, err = page.New(files, "templates/*.html"); err != nil {
		return err
	}
	e.GET("/app/login", h.ask)
	e.POST("/app/login", h.begin, h.Limit)
	e.GET("/app/back", h.back)
	e.POST("/app/session", h.redeem)
	return nil
}
