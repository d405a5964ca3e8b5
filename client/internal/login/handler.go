package login

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/client/internal/core"
	"quartet.example/client/internal/session"
	"quartet.example/shared/oauth"
)

// Logins is what this package needs of the store for logins in progress.
type Logins interface {
	SaveLogin(ctx context.Context, state, binding string, p core.PendingLogin) error
	// RedeemLogin hands out once: core.ErrNotFound, core.ErrLoginUsed.
	RedeemLogin(ctx context.Context, state, binding string) (core.PendingLogin, error)
}

// Sessions makes sessions.
type Sessions interface {
	CreateSession(ctx context.Context, s core.Session) error
}

// Ender ends the session that a browser had before.
type Ender interface {
	End(ctx context.Context, id string) (core.Session, error)
}

// Provider is the authorization server.
type Provider interface {
	NewLogin(returnTo string, expires time.Time) (core.PendingLogin, error)
	AuthorizationURL(ctx context.Context, state string, p core.PendingLogin) (string, error)
	SendsIss(ctx context.Context) (bool, error)
	RedeemCode(ctx context.Context, code string, p core.PendingLogin) (core.TokenSet, core.User, error)
}

// Handler answers GET /login and GET /callback.
type Handler struct {
	Logins   Logins
	Sessions Sessions
	Ender    Ender
	Provider Provider
	TTL      time.Duration // of a login in progress
	Lifetime time.Duration // of a session, at most
	Cookie   session.Cookie
	Log      *slog.Logger
	Now      func() time.Time
	Limit    echo.MiddlewareFunc // of logins per address
}

// Mount adds the routes.
func (h *Handler) Mount(e *echo.Echo) {
	e.GET("/login", h.start, h.Limit)
	e.GET("/callback", h.callback)
}

// away turns a server that does not answer into 503; other errors pass.
func away(err error) error {
	var known *oauth.Error
	if err != nil && errors.Is(err, core.ErrServerAway) && !errors.As(err, &known) {
		return oauth.TemporarilyUnavailable.With("the authorization server does not answer; please try again in a moment").
			WithStatus(http.StatusServiceUnavailable).After(2 * time.Second).Because(err)
	}
	return err
}
