package login

import (
	"context"
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/oauth"
)

// Attempts counts sign-ins, by account and by address.
type Attempts interface {
	// CountAttempt returns how long the account must wait, zero if it need not,
	// or core.ErrAttemptsPending if that depends on sign-ins that are being checked.
	CountAttempt(ctx context.Context, username string, limit int, window time.Duration) (time.Duration, error)
	// FailAttempt follows a CountAttempt whose password was wrong.
	FailAttempt(ctx context.Context, username string, window time.Duration) error
	ForgetAttempts(ctx context.Context, username string) error
	RefundAttempt(ctx context.Context, username string) error
	// CountAddress returns how long the address must wait, zero if it need not.
	CountAddress(ctx context.Context, address string, limit int, window time.Duration) (time.Duration, error)
	RefundAddress(ctx context.Context, address string) error
}

// signIn counts the attempt, checks the password, and begins a session.
func (h *Handler) signIn(c echo.Context, handle string, tx core.Transaction, username, password string) error {
	ctx := c.Request().Context()
	wait, err := h.count(ctx, c.RealIP(), username) // before the password: a burst counts whole
	if err != nil {
		return err
	}
	if wait > 0 {
		return h.page(c, handle, tx, ui.SignIn{Username: username, Wait: wait})
	}
	user, err := h.Users.Authenticate(ctx, username, password)
	if err != nil && !errors.Is(err, core.ErrWrongPassword) {
		return h.unchecked(ctx, c.RealIP(), username, err)
	}
	if checks.LoginPassword.RequireNil(ctx, err) != nil {
		if err := h.Attempts.FailAttempt(context.WithoutCancel(ctx), username, h.Window); err != nil { // who hangs up has guessed all the same
			return err
		}
		h.Log.InfoContext(ctx, "sign-in failed", "account", account(username), "client_id", tx.Request.ClientID, "check", checks.LoginPassword.ID)
		return h.page(c, handle, tx, ui.SignIn{Username: username, Wrong: true})
	}
	return h.begin(c, handle, tx, user)
}

// count gives how long to wait, zero if the sign-in may go on. The address comes
// first: who is refused there harms no account.
func (h *Handler) count(ctx context.Context, address, username string) (time.Duration, error) {
	wait, err := h.Attempts.CountAddress(ctx, address, h.AddressLimit, h.Window)
	if err != nil {
		return 0, err
	}
	if checks.LoginAddress.Require(ctx, wait == 0) != nil {
		h.Log.WarnContext(ctx, "sign-in throttled", "account", account(username), "check", checks.LoginAddress.ID)
		return wait, nil //nolint:nilerr // the page says so, with how long to wait
	}
	if wait, err = h.countAccount(ctx, username); err != nil {
		return 0, errors.Join(err, h.Attempts.RefundAddress(context.WithoutCancel(ctx), address))
	}
	if checks.LoginThrottle.Require(ctx, wait == 0) != nil {
		h.Log.WarnContext(ctx, "sign-in throttled", "account", account(username), "check", checks.LoginThrottle.ID)
	}
	return wait, nil
}

// Sign-ins of one account that come at once, in a test suite perhaps, take turns:
// as many are checked as may be wrong, and the others wait for their outcome.
const (
	askAgain = 25 * time.Millisecond
	patience = 5 * time.Second
)

// countAccount counts the attempt, when it is clear that it may go on.
func (h *Handler) countAccount(ctx context.Context, username string) (time.Duration, error) {
	turns := time.NewTicker(askAgain)
	defer turns.Stop()
	for range patience / askAgain {
		wait, err := h.Attempts.CountAttempt(ctx, username, h.Limit, h.Window)
		if !errors.Is(err, core.ErrAttemptsPending) {
			return wait, err
		}
		select {
		case <-turns.C:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
	return patience, nil // one that was never finished, perhaps: its replica is gone
}

// unchecked takes back what was counted, as nobody looked at the password: the
// server was overloaded, or the browser did not wait.
func (h *Handler) unchecked(ctx context.Context, address, username string, cause error) error {
	ctx = context.WithoutCancel(ctx)
	err := errors.Join(h.Attempts.RefundAttempt(ctx, username), h.Attempts.RefundAddress(ctx, address))
	if err != nil {
		h.Log.WarnContext(ctx, "an unchecked sign-in stays counted", "cause", err)
	}
	return cause
}

// begin opens the session of a user who proved who they are.
func (h *Handler) begin(c echo.Context, handle string, tx core.Transaction, user *core.User) error {
	ctx := c.Request().Context()
	if err := h.Attempts.ForgetAttempts(ctx, user.Username); err != nil {
		return err
	}
	if err := h.Attempts.RefundAddress(ctx, c.RealIP()); err != nil {
		return err
	}
	session, err := h.Sessions.Begin(c, user, "pwd") // RFC 8176 §2
	if err != nil {
		return err
	}
	h.Log.InfoContext(ctx, "signed in", "subject", oauth.Fingerprint(user.Subject), "client_id", tx.Request.ClientID)
	return h.goOn(c, handle, tx, session)
}
