package browser

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/patience"
	"quartet.example/shared/web"
)

// Gate protects those of our own pages that require a session. It sends the browser to the sign-in
// page, which returns to the page afterwards.
type Gate struct {
	Issuer       string
	Sessions     *Sessions
	Transactions TransactionSaver
	Now          func() time.Time
	TTL          time.Duration // time a user has for the sign-in
}

// TransactionSaver stores the transaction that the sign-in page reads.
type TransactionSaver interface {
	SaveTransaction(ctx context.Context, handle string, tx core.Transaction) error
}

// RequireSignIn returns the session of the browser. If maxAge is not nil, the user must have signed
// in at most maxAge seconds ago. Otherwise it redirects the browser to the sign-in page and returns
// nil; after the sign-in the browser opens returnTo, a path of this server ("/device?x=y").
//
//	who, err := gate.RequireSignIn(c, "/account", nil)
//	if err != nil || who == nil {
//		return err
//	}
func (g *Gate) RequireSignIn(c echo.Context, returnTo string, maxAge *int64) (*SignedIn, error) {
	who, err := g.Sessions.Find(c)
	if err != nil {
		return nil, err
	}
	if who != nil && who.Fresh(g.Now(), maxAge) {
		oauth.AboutSubject(c.Request().Context(), who.Subject)
		return who, nil
	}
	handle := oauth.NewSecret()
	tx := core.Transaction{BrowserHash: EnsureBrowser(c), ReturnTo: returnTo, ExpiresAt: g.Now().Add(patience.Transaction(c.Request().Context(), g.TTL))}
	if err := g.Transactions.SaveTransaction(c.Request().Context(), handle, tx); err != nil {
		return nil, err
	}
	web.SetNoStore(c)
	return nil, c.Redirect(http.StatusSeeOther, g.Issuer+"/login?transaction="+url.QueryEscape(handle)) // RFC 9700 §4.12
}
