package consent

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
)

// settle takes the transaction, so that exactly one caller makes the answer, and stores
// that answer for a second click. Other callers with the same decision get the same answer.
func (h *Handler) settle(c echo.Context, handle, decision string, answer func(core.AuthorizationRequest) (url.Values, error)) error {
	ctx := c.Request().Context()
	tx, err := h.Transactions.DecideTransaction(ctx, handle, decision)
	if errors.Is(err, core.ErrNotFound) { // another click was first
		return h.repeat(c, handle, decision, browser.KnownTransaction(ctx, err))
	}
	if err != nil {
		return err
	}
	params, err := answer(tx.Request)
	if err != nil {
		return err
	}
	if err := h.Transactions.AnswerTransaction(ctx, handle, browser.SealAnswer(c, handle, params)); err != nil {
		return err
	}
	return h.Responder.Send(c, tx.Request, params)
}

// repeat answers a second click as the first, if the decision and the browser are the
// same and, for DecisionAllow, the session is the same. If the decision differs or the
// transaction was decided too long ago, it returns the error unknown.
func (h *Handler) repeat(c echo.Context, handle, decision string, unknown error) error {
	ctx := c.Request().Context()
	settled, err := h.Transactions.FindSettled(ctx, handle)
	switch {
	case errors.Is(err, core.ErrNotFound), err == nil && settled.Decision != decision:
		return unknown
	case err != nil:
		return err
	}
	if err := browser.RequireBrowser(c, settled.BrowserHash); err != nil {
		return err
	}
	signedIn, err := h.Sessions.Find(c)
	if err != nil {
		return err
	}
	same := decision == core.DecisionDeny || signedIn != nil && signedIn.ID == settled.SessionID
	if err := checks.ConsentSession.Require(ctx, same); err != nil {
		return err
	}
	sealed, err := h.awaitAnswer(ctx, handle)
	if err != nil || sealed == "" {
		return errors.Join(err, unknown)
	}
	params, err := browser.OpenAnswer(c, handle, sealed)
	if err != nil {
		return errors.Join(err, unknown)
	}
	return h.Responder.Send(c, settled.Request, params)
}

const (
	answerLook = 10 * time.Millisecond // between two reads
	answerWait = 2 * time.Second       // for all reads
)

// awaitAnswer waits until the caller who decided has stored the answer, because
// both clicks may be under way at the same time. It returns "" if none comes.
func (h *Handler) awaitAnswer(ctx context.Context, handle string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWait)
	defer cancel()
	look := time.NewTicker(answerLook)
	defer look.Stop()
	for {
		settled, err := h.Transactions.FindSettled(ctx, handle)
		switch {
		case errors.Is(err, core.ErrNotFound), ctx.Err() != nil:
			return "", nil
		case err != nil || settled.Answer != "":
			return settled.Answer, err
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return "", nil
		}
	}
}
