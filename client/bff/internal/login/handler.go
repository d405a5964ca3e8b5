package login

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/session"
	"quartet.example/shared/oauth"
	"quartet.example/shared/page"
	"quartet.example/shared/web"
)

// Logins is what this package needs of the store for logins in progress.
type Logins interface {
	SaveLogin(ctx context.Context, state, binding string, p core.PendingLogin) error
	// RedeemLogin returns a login once. Otherwise it returns core.ErrNotFound or core.ErrLoginUsed.
	RedeemLogin(ctx context.Context, state, binding string) (core.PendingLogin, error)
	// Logouts returns how many logout tokens of the issuer have been received.
	Logouts(ctx context.Context, issuer string) (int64, error)
}

// Sessions makes sessions.
type Sessions interface {
	// CreateSession returns core.ErrSessionEnded if a logout token for the user came after
	// the sign-in began.
	CreateSession(ctx context.Context, s core.Session) error
	// ReplaceBrowserSession returns the handle of the session that the browser had before.
	ReplaceBrowserSession(ctx context.Context, browser string, s core.Session) (before string, err error)
}

// StepUps stores which sign-ins resource servers required of sessions.
type StepUps interface {
	// Asked returns core.ErrNotFound if nothing was required of this session.
	Asked(ctx context.Context, sessionID, id string) (issuer string, wants core.Authentication, err error)
}

// Handovers stores sessions until their apps redeem them.
type Handovers interface {
	SaveHandover(ctx context.Context, code string, o core.Handover) error
}

// Ender ends sessions and revokes their tokens; core.ErrNotFound if one has already ended.
type Ender interface {
	End(ctx context.Context, id string) (core.Session, error)
	EndReplaced(ctx context.Context, handle string) error
}

// Tokens revokes the tokens of a session that will not be used.
type Tokens interface {
	GiveBack(ctx context.Context, sessions ...core.Session)
}

// Servers are the authorization servers. A login is for one of them.
type Servers interface {
	List() []core.Issuer
	NewLogin(ctx context.Context, issuer, returnTo string, expires time.Time) (core.PendingLogin, error)
	AuthorizationURL(ctx context.Context, state string, p core.PendingLogin) (string, error)
	// Redirection returns the redirect URI of the login, and whether the response must have iss.
	Redirection(ctx context.Context, p core.PendingLogin) (uri string, saysIss bool, err error)
	// RedeemCode returns the tokens also with an error, if they were issued but failed a
	// check: the caller must revoke them.
	RedeemCode(ctx context.Context, code string, p core.PendingLogin) (core.TokenSet, core.User, error)
}

// Handler answers GET /login, GET /login/denied and GET /callback.
type Handler struct {
	Logins      Logins
	Sessions    Sessions
	Handovers   Handovers
	Ender       Ender
	Tokens      Tokens
	Servers     Servers
	StepUps     StepUps
	Chrome      page.Chrome
	TTL         time.Duration // of a login in progress
	HandoverTTL time.Duration // time for an app to redeem its hand-over
	Lifetime    time.Duration // of a session, at most
	Cookie      session.Cookie
	Log         *slog.Logger
	Now         func() time.Time
	Limit       echo.MiddlewareFunc // of logins per address

	pages *page.Set
}

// Mount adds the routes. Each server but the first has a redirect URI of its own
// below /callback/.
func (h *Handler) Mount(e *echo.Echo) error {
	e.GET("/login", h.start, h.Limit)
	web.Read(e, deniedPath, h.showDenied)
	e.GET("/callback", h.callback)
	e.GET("/callback/:name", h.callback)
	return h.loadPages()
}

// away turns the error of a server that does not answer into 503. Other errors are returned as
// they are.
func away(err error) error {
	var known *oauth.Error
	if err != nil && errors.Is(err, core.ErrServerAway) && !errors.As(err, &known) {
		return oauth.TemporarilyUnavailable.With("the authorization server does not answer; please try again in a moment").
			WithStatus(http.StatusServiceUnavailable).After(2 * time.Second).Because(err)
	}
	return err
}
