package consent

import (
	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// submit is POST /consent.
func (h *Handler) submit(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	if err := browser.RequireOwnForm(c); err != nil { // RFC 6749 §10.12
		return err
	}
	handle := form.Get("transaction")
	tx, err := h.find(c, handle)
	if err != nil {
		return err
	}
	signedIn, err := h.Sessions.Find(c)
	if err != nil {
		return err
	}
	switch form.Get("decision") {
	case "deny":
		return h.refuse(c, handle, checks.ConsentGiven.Fail(c.Request().Context(), nil)) // whoever is there may say no
	case "allow":
		return h.agree(c, handle, tx, signedIn, form.Get("session"))
	}
	return oauth.InvalidRequest.With("decision must be allow or deny")
}

// agree takes the yes of whoever was asked, in the session that they were asked
// in.
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

// remember keeps what was allowed, then goes on.
func (h *Handler) remember(c echo.Context, handle string, tx core.Transaction, signedIn *browser.SignedIn) error {
	ctx := c.Request().Context()
	client, err := h.Clients.FindClient(tx.Request.ClientID)
	if err := checks.RequestClient.RequireNil(ctx, err); err != nil {
		return err
	}
	request, err := h.take(c, handle)
	if err != nil {
		return err
	}
	if client.Remembered() {
		allowed := core.Consent{Subject: signedIn.Subject, ClientID: client.ID, Scope: request.Permissions(), GrantedAt: h.Now()}
		if err := h.Consents.SaveConsent(ctx, allowed, h.TTL); err != nil {
			return err
		}
	}
	h.Log.InfoContext(ctx, "consent given", "subject", oauth.Fingerprint(signedIn.Subject), "client_id", client.ID, "scope", request.Scope.String())
	return h.Responder.Code(c, request, signedIn)
}

// allow goes on without a question.
func (h *Handler) allow(c echo.Context, handle string, signedIn *browser.SignedIn) error {
	request, err := h.take(c, handle)
	if err != nil {
		return err
	}
	return h.Responder.Code(c, request, signedIn)
}

// refuse sends a refusal to the client. The request is over: going back in the
// browser and allowing it finds nothing.
func (h *Handler) refuse(c echo.Context, handle string, refusal error) error {
	request, err := h.take(c, handle)
	if err != nil {
		return err
	}
	h.Log.InfoContext(c.Request().Context(), "consent refused", "client_id", request.ClientID)
	return h.Responder.Refuse(c, request, refusal)
}

// take ends the transaction: of many answers to one question one counts.
func (h *Handler) take(c echo.Context, handle string) (core.AuthorizationRequest, error) {
	ctx := c.Request().Context()
	tx, err := h.Transactions.TakeTransaction(ctx, handle)
	return tx.Request, browser.KnownTransaction(ctx, err)
}
