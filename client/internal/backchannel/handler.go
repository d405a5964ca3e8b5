package backchannel

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/client/internal/checks"
	"quartet.example/client/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Tokens validates logout tokens.
type Tokens interface {
	// LogoutToken returns the check that refused, or core.ErrServerAway.
	LogoutToken(ctx context.Context, raw string) (core.LogoutToken, error)
}

// Memory knows the logout tokens that were used, over all replicas.
type Memory interface {
	LogoutTokenUsed(ctx context.Context, t core.LogoutToken) (bool, error)
	// UseLogoutToken tells whether this use is the first.
	UseLogoutToken(ctx context.Context, t core.LogoutToken, until time.Time) (bool, error)
}

// Sessions lists the sessions that a token is about.
type Sessions interface {
	ListSessions(ctx context.Context, g core.Group) ([]core.Session, error)
}

// Ender ends sessions.
type Ender interface {
	// EndGroup ends those that are there, and those that began until then and are
	// still to come.
	EndGroup(ctx context.Context, g core.Group, until time.Time) (int, error)
}

// Handler answers POST /backchannel-logout.
type Handler struct {
	Tokens   Tokens
	Memory   Memory
	Sessions Sessions
	Ender    Ender
	Now      func() time.Time
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

// end notes the token after its work is done: if Redis goes away in between, the
// server may come again with the same one.
func (h *Handler) end(ctx context.Context, token core.LogoutToken) error {
	used, err := h.Memory.LogoutTokenUsed(ctx, token) // §2.6 step 8
	if err != nil {
		return err
	}
	if err := checks.LogoutUnused.Require(ctx, !used); err != nil {
		return err
	}
	if err := h.checkAlg(ctx, token); err != nil { // §2.6 step 3
		return err
	}
	ended, err := h.Ender.EndGroup(ctx, token.Ends(), h.until(token)) // §2.7
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

// checkAlg is governed by what the issuer uses for us: a client has one algorithm
// for its ID tokens (OIDC Registration §2, id_token_signed_response_alg).
func (h *Handler) checkAlg(ctx context.Context, token core.LogoutToken) error {
	sessions, err := h.Sessions.ListSessions(ctx, token.Ends())
	if err != nil {
		return err
	}
	another := slices.ContainsFunc(sessions, func(s core.Session) bool { return s.Tokens.IDTokenAlg() != token.Alg })
	return checks.LogoutAlg.Require(ctx, !another)
}

// onTheWay is how long a browser may take from a session at the issuer to one here.
const onTheWay = 10 * time.Minute

// until is when the last session began that the token ends. A session at the
// issuer that is over stays so; a user who is signed out may sign in again.
func (h *Handler) until(token core.LogoutToken) time.Time {
	if token.SID != "" {
		return h.Now().Add(onTheWay)
	}
	return h.Now()
}

// away turns keys that cannot be fetched into 503; other errors pass.
func away(err error) error {
	var known *oauth.Error
	if errors.Is(err, core.ErrServerAway) && !errors.As(err, &known) {
		return oauth.TemporarilyUnavailable.With("the keys of the authorization server cannot be fetched; please try again in a moment").
			WithStatus(http.StatusServiceUnavailable).After(2 * time.Second).Because(err)
	}
	return err
}
