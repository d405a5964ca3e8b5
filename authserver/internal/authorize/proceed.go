package authorize

import (
	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/patience"
)

// proceed issues a code at once if the user need not be asked. Otherwise it starts a transaction
// and redirects to the sign-in or consent page.
func (h *Handler) proceed(c echo.Context, client *core.Client, r core.AuthorizationRequest) error {
	signedIn, err := h.Sessions.FindFor(c, client.ID)
	if err != nil {
		return err
	}
	if signedIn != nil {
		oauth.AboutSubject(c.Request().Context(), signedIn.Subject)
	}
	needsSignIn := r.NeedsSignIn(session(signedIn), false, h.Now())
	needsConsent := needsSignIn || r.NeedsConsent(client, signedIn.Consent)
	switch {
	case r.Asks("none"):
		return h.silent(c, r, signedIn, needsSignIn, needsConsent)
	case needsSignIn:
		return h.begin(c, r, "", "/login")
	case needsConsent:
		return h.begin(c, r, signedIn.ID, "/consent")
	}
	return h.Responder.Code(c, r, signedIn)
}

// silent answers prompt=none: a code or an error, no page (OIDC Core §3.1.2.1).
func (h *Handler) silent(c echo.Context, r core.AuthorizationRequest, signedIn *browser.SignedIn, needsSignIn, needsConsent bool) error {
	ctx := c.Request().Context()
	hintHolds := r.HintSubject == "" || signedIn == nil || r.HintSubject == signedIn.Subject
	err := first(
		func() error { return checks.IDTokenHintMatch.Require(ctx, hintHolds) },
		func() error { return checks.PromptSignedIn.Require(ctx, !needsSignIn) },
		func() error { return checks.PromptConsented.Require(ctx, !needsConsent) },
	)
	if err != nil {
		return h.Responder.Refuse(c, r, err)
	}
	return h.Responder.Code(c, r, signedIn)
}

// begin stores the request and redirects to a page of ours. The handle in the URL is bound to
// the browser by a cookie, so another browser cannot use it.
func (h *Handler) begin(c echo.Context, r core.AuthorizationRequest, sid, page string) error {
	handle := oauth.NewSecret()
	ctx := c.Request().Context()
	tx := core.Transaction{
		Request: r, BrowserHash: browser.EnsureBrowser(c), SessionID: sid, ExpiresAt: h.Now().Add(patience.Transaction(ctx, h.TransactionTTL)),
	}
	if err := h.Transactions.SaveTransaction(ctx, handle, tx); err != nil {
		return err
	}
	return h.Responder.Page(c, page, handle)
}

func session(s *browser.SignedIn) *core.Session {
	if s == nil {
		return nil
	}
	return &s.Session
}
