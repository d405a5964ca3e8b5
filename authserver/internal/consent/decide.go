package consent

import (
	"errors"
	"log/slog"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// submit is POST /consent.
func (h *Handler) submit(c echo.Context) error {
	form, err := browser.OwnForm(c)
	if err != nil {
		return err
	}
	handle, decision := form.Get("transaction"), form.Get("decision")
	tx, err := h.find(c, handle)
	if errors.Is(err, core.ErrNotFound) {
		return h.repeat(c, handle, decision, err) // the user pressed the button twice
	}
	if err != nil {
		return err
	}
	signedIn, err := h.Sessions.Find(c)
	if err != nil {
		return err
	}
	if signedIn != nil {
		oauth.AboutSubject(c.Request().Context(), signedIn.Subject)
	}
	switch decision {
	case core.DecisionDeny:
		return h.refuse(c, handle, checks.ConsentGiven.Fail(c.Request().Context(), nil)) // anyone at this browser may deny
	case core.DecisionAllow:
		return h.agree(c, handle, tx, signedIn, form.Get("session"))
	}
	return checks.ConsentDecision.Fail(c.Request().Context(), nil)
}

// agree accepts the consent if it comes from the user and the session that were asked.
func (h *Handler) agree(c echo.Context, handle string, tx core.Transaction, signedIn *browser.SignedIn, asked string) error {
	if h.needsSignIn(tx, signedIn) {
		return h.toSignIn(c, handle) // the session ended while the page was open
	}
	same := tx.SessionID == signedIn.ID && (asked == "" || asked == signedIn.ID) && hinted(tx, signedIn)
	if err := checks.ConsentSession.Require(c.Request().Context(), same); err != nil {
		return err
	}
	return h.remember(c, handle, tx, signedIn)
}

// remember answers the client, and then stores the consent for later requests. If the request is
// refused after all, nothing is stored, so that a later request cannot succeed without a question.
func (h *Handler) remember(c echo.Context, handle string, tx core.Transaction, signedIn *browser.SignedIn) error {
	ctx := c.Request().Context()
	client, err := h.Clients.FindClient(tx.Request.ClientID)
	if err := checks.RequestClient.RequireNil(ctx, err); err != nil {
		return err
	}
	return h.settle(c, handle, core.DecisionAllow, func(request core.AuthorizationRequest) (url.Values, error) {
		answer, err := h.Responder.Grant(c, request, signedIn)
		if err != nil || !answer.Has("code") { // refused after all: the user allowed nothing
			return answer, err
		}
		oauth.Record(ctx, h.Log, slog.LevelInfo, "consent given", slog.String("scope", request.Scope.String()))
		if !client.Remembered() {
			return answer, nil
		}
		allowed := core.Consent{Subject: signedIn.Subject, ClientID: client.ID, Scope: request.Permissions(), GrantedAt: h.Now()}
		return answer, h.Consents.SaveConsent(ctx, allowed, h.TTL)
	})
}

// allow answers the client without asking the user.
func (h *Handler) allow(c echo.Context, handle string, signedIn *browser.SignedIn) error {
	return h.settle(c, handle, core.DecisionAllow, func(request core.AuthorizationRequest) (url.Values, error) {
		return h.Responder.Grant(c, request, signedIn)
	})
}

// refuse sends an error to the client. The transaction has ended: the user cannot go back in the
// browser and allow it.
func (h *Handler) refuse(c echo.Context, handle string, refusal error) error {
	return h.settle(c, handle, core.DecisionDeny, func(request core.AuthorizationRequest) (url.Values, error) {
		oauth.Record(c.Request().Context(), h.Log, slog.LevelInfo, "consent refused")
		return h.Responder.Refusal(c, request, refusal)
	})
}
