package consent

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/web"
)

// needsSignIn repeats the check of /authorize, because the session may have ended, or another user
// may have signed in since.
func (h *Handler) needsSignIn(tx core.Transaction, signedIn *browser.SignedIn) bool {
	if signedIn == nil {
		return true
	}
	return tx.Request.NeedsSignIn(&signedIn.Session, signedInWithin(tx, signedIn), h.Now())
}

// signedInWithin tells whether this session signed in during the transaction.
func signedInWithin(tx core.Transaction, signedIn *browser.SignedIn) bool {
	return !tx.SignedInAt.IsZero() && tx.SessionID == signedIn.ID
}

// toSignIn sends the browser to the sign-in page.
func (h *Handler) toSignIn(c echo.Context, handle string) error {
	web.SetNoStore(c)
	return c.Redirect(http.StatusSeeOther, h.Issuer+"/login?transaction="+url.QueryEscape(handle))
}

func hinted(tx core.Transaction, signedIn *browser.SignedIn) bool {
	return tx.Request.HintSubject == "" || tx.Request.HintSubject == signedIn.Subject
}
