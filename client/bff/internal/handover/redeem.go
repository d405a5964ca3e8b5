package handover

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff/internal/checks"
	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// answer is all that an app is given. It contains no token.
type answer struct {
	Session   string `json:"session"` // for "Authorization: Session ..."
	ExpiresIn int64  `json:"expires_in"`
	User      user   `json:"user"`
}

type user struct {
	Issuer  string `json:"iss"`
	Subject string `json:"sub"`
	Name    string `json:"name,omitempty"`
}

// redeem is POST /app/session: the hand-over and its verifier, as a code and its verifier (RFC
// 7636 §4.5).
func (h *Handler) redeem(c echo.Context) error {
	web.SetNoStore(c)
	ctx := c.Request().Context()
	if err := h.Guard.OneWay(c.Request()); err != nil { // 1. from an app, not a browser
		return err
	}
	form, err := web.Form(c) // 2. in the body, each once
	if err != nil {
		return err
	}
	offered, err := h.take(ctx, form.Get("handover"), form.Get("verifier")) // 3. once, for this app
	if err != nil {
		return err
	}
	s, err := h.open(ctx, offered) // 4. in time
	if err != nil {
		h.Tokens.GiveBack(ctx, offered.Session)
		return err
	}
	return web.NoStoreJSON(c, http.StatusOK, answer{
		Session: s.ID, ExpiresIn: int64(s.Ends.Sub(h.Now()) / time.Second),
		User: user{Issuer: s.User.Issuer, Subject: s.User.Subject, Name: s.User.Name},
	})
}

// take uses the hand-over up for the holder of its verifier. An attacker who saw the hand-over on
// its way must not be able to use it up: a refusal changes nothing.
func (h *Handler) take(ctx context.Context, code, verifier string) (core.Handover, error) {
	challenge := "" // matches no hand-over
	if oauth.IsVerifier(verifier) {
		challenge = oauth.ChallengeOf(verifier)
	}
	offered, err := h.Handovers.RedeemHandover(ctx, code, challenge)
	return offered, oauth.Decided(ctx, err, handoverRules)
}

// handoverRules are what redeem_handover.lua decides, in its order.
var handoverRules = []oauth.Rule{
	checks.HandoverKnown.FailsOn(core.ErrNotFound),
	checks.HandoverUnused.FailsOn(core.ErrHandoverUsed),
	checks.HandoverVerifier.FailsOn(core.ErrHandoverOther),
}

// open creates the session. The sign-in ended at the callback: a user who was signed out at the
// issuer since then gets no session.
func (h *Handler) open(ctx context.Context, offered core.Handover) (core.Session, error) {
	s := offered.Session
	if err := checks.HandoverFresh.Require(ctx, !offered.Expired(h.Now())); err != nil {
		return s, err
	}
	s.ID = core.ForApp.NewID()
	err := h.Sessions.CreateSession(ctx, s)
	if err != nil && !errors.Is(err, core.ErrSessionEnded) {
		return s, err
	}
	if err := checks.SessionOvertaken.RequireNil(ctx, err); err != nil {
		return s, err
	}
	h.Log.InfoContext(ctx, "app signed in", "session", s, "issuer", s.User.Issuer)
	return s, nil
}
