package login

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/oauth"
)

// Attempts counts sign-ins by account and by address.
type Attempts interface {
	// CountAttempt counts an attempt. It returns how long to wait, or zero if the password may be
	// checked now. It returns core.ErrAttemptsPending if that depends on attempts that are being
	// checked.
	CountAttempt(ctx context.Context, a core.SignInAttempt, limits core.SignInLimits) (core.SignInWait, error)
	// FailAttempt is called after CountAttempt if the password was wrong.
	FailAttempt(ctx context.Context, a core.SignInAttempt, window time.Duration) error
	// ForgetAttempts is called if the password was right.
	ForgetAttempts(ctx context.Context, a core.SignInAttempt) error
	// RefundAttempt is called if the password was not checked.
	RefundAttempt(ctx context.Context, a core.SignInAttempt) error
	// CountAddress counts an attempt for the address. It returns how long to wait, or zero.
	CountAddress(ctx context.Context, address string, limit int, window time.Duration) (time.Duration, error)
	RefundAddress(ctx context.Context, address string) error
}

// signIn counts the attempt, checks the password, and starts a session.
func (h *Handler) signIn(c echo.Context, handle string, tx core.Transaction, username, password string) error {
	ctx := c.Request().Context()
	attempt := core.SignInAttempt{Username: username, Address: c.RealIP(), Browser: h.Known.Find(c, username)}
	wait, err := h.count(ctx, attempt) // before the password is checked, so that concurrent guesses cannot pass the limit
	if err != nil {
		return err
	}
	if wait > 0 {
		return h.page(c, handle, tx, ui.SignIn{Username: username, Wait: wait})
	}
	user, err := h.Users.Authenticate(ctx, username, password)
	if err != nil && !errors.Is(err, core.ErrWrongPassword) {
		return h.unchecked(ctx, attempt, err)
	}
	if checks.LoginPassword.RequireNil(ctx, err) != nil {
		// Closing the connection must not avoid the throttle.
		if err := h.Attempts.FailAttempt(context.WithoutCancel(ctx), attempt, h.Limits.Window); err != nil {
			return err
		}
		oauth.Record(ctx, h.Log, slog.LevelInfo, "sign-in failed", account(username), slog.String("check", checks.LoginPassword.ID))
		return h.page(c, handle, tx, ui.SignIn{Username: username, Wrong: true})
	}
	return h.begin(c, handle, tx, attempt, user)
}

// count returns how long to wait, zero if the attempt may go on. The address is counted
// first, so that an attempt that is refused there does not count against the account. For
// a known browser the address is not counted, because others there may be guessing.
func (h *Handler) count(ctx context.Context, a core.SignInAttempt) (time.Duration, error) {
	if !a.Known() {
		wait, err := h.Attempts.CountAddress(ctx, a.Address, h.AddressLimit, h.Limits.Window)
		if err != nil {
			return 0, err
		}
		if checks.LoginAddress.Require(ctx, wait == 0) != nil {
			h.throttled(ctx, a, checks.LoginAddress.ID)
			return wait, nil //nolint:nilerr // the page shows the refusal and how long to wait
		}
	}
	wait, err := h.countAccount(ctx, a)
	if err != nil {
		return 0, errors.Join(err, h.refundAddress(context.WithoutCancel(ctx), a))
	}
	if checks.LoginThrottle.Require(ctx, wait.For == 0 || wait.Everywhere) != nil {
		h.throttled(ctx, a, checks.LoginThrottle.ID)
	}
	if checks.LoginAccount.Require(ctx, !wait.Everywhere) != nil {
		h.throttled(ctx, a, checks.LoginAccount.ID)
	}
	return wait.For, nil
}

func (h *Handler) throttled(ctx context.Context, a core.SignInAttempt, check string) {
	oauth.Record(ctx, h.Log, slog.LevelWarn, "sign-in throttled", account(a.Username), slog.Bool("known_browser", a.Known()), slog.String("check", check))
}

// refundAddress undoes the count of the attempt at its address.
func (h *Handler) refundAddress(ctx context.Context, a core.SignInAttempt) error {
	if a.Known() {
		return nil
	}
	return h.Attempts.RefundAddress(ctx, a.Address)
}

// Of concurrent attempts at one account, only as many are checked at the same time as may be wrong.
// The others retry every retryEvery, for patience at most.
const (
	retryEvery = 25 * time.Millisecond
	patience   = 5 * time.Second
)

// countAccount counts the attempt. It waits while core.ErrAttemptsPending is returned.
func (h *Handler) countAccount(ctx context.Context, a core.SignInAttempt) (core.SignInWait, error) {
	turns := time.NewTicker(retryEvery)
	defer turns.Stop()
	for range patience / retryEvery {
		wait, err := h.Attempts.CountAttempt(ctx, a, h.Limits)
		if !errors.Is(err, core.ErrAttemptsPending) {
			return wait, err
		}
		select {
		case <-turns.C:
		case <-ctx.Done():
			return core.SignInWait{}, ctx.Err()
		}
	}
	return core.SignInWait{For: patience}, nil // perhaps the replica that counted a pending attempt has stopped
}

// unchecked undoes the counts, because the password was not checked: the server was overloaded, or
// the browser closed the connection.
func (h *Handler) unchecked(ctx context.Context, a core.SignInAttempt, cause error) error {
	ctx = context.WithoutCancel(ctx)
	err := errors.Join(h.Attempts.RefundAttempt(ctx, a), h.refundAddress(ctx, a))
	if err != nil {
		h.Log.WarnContext(ctx, "a sign-in whose password was not checked stays counted", "cause", err)
	}
	return cause
}

// begin starts the session of a user whose password was right.
func (h *Handler) begin(c echo.Context, handle string, tx core.Transaction, a core.SignInAttempt, user *core.User) error {
	ctx := c.Request().Context()
	if err := h.Attempts.ForgetAttempts(ctx, a); err != nil {
		return err
	}
	if err := h.refundAddress(ctx, a); err != nil {
		return err
	}
	session, err := h.Sessions.Begin(c, user, "pwd") // RFC 8176 §2
	if err != nil {
		return err
	}
	h.Known.Remember(c, user.Username)
	oauth.AboutSubject(ctx, user.Subject)
	oauth.Record(ctx, h.Log, slog.LevelInfo, "signed in", account(a.Username))
	return h.goOn(c, handle, tx, session)
}
