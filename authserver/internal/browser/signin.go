package browser

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// Gate stands before those of our own pages that are for somebody who is signed
// in: it sends others to the sign-in page, and from there back.
type Gate struct {
	Issuer       string
	Sessions     *Sessions
	Transactions TransactionSaver
	Now          func() time.Time
	TTL          time.Duration // time a user has for the sign-in
}

// TransactionSaver keeps what the sign-in page needs to know.
type TransactionSaver interface {
	SaveTransaction(ctx context.Context, handle string, tx core.Transaction) error
}

// RequireSignIn gives who is signed in, and proved it at most maxAge seconds ago
// if maxAge is not nil. Otherwise it gives nil: the browser was sent to the
// sign-in page, and comes back by GET to returnTo, a path of ours ("/device?x=y").
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
	tx := core.Transaction{BrowserHash: EnsureBrowser(c), ReturnTo: returnTo, ExpiresAt: g.Now().Add(g.TTL)}
	if err := g.Transactions.SaveTransaction(c.Request().Context(), handle, tx); err != nil {
		return nil, err
	}
	web.SetNoStore(c)
	return nil, c.Redirect(http.StatusSeeOther, g.Issuer+"/login?transaction="+url.QueryEscape(handle)) // RFC 9700 §4.12
}
