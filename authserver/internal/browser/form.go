package browser

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
	"quartet.example/shared/web"
)

// OwnForm returns the parameters of a form of our own pages, by the rules of web.Form. It refuses a
// form that a page of another site sent (cross-site request forgery, RFC 6749 §10.12): it reads
// Sec-Fetch-Site, or Origin if that header is missing. Programs send neither and are accepted.
func OwnForm(c echo.Context) (url.Values, error) {
	form, err := web.Form(c)
	if err != nil {
		return nil, err
	}
	return form, checks.FormOrigin.RequireNil(c.Request().Context(), http.NewCrossOriginProtection().Check(c.Request()))
}

// Transactions finds authorization requests in progress.
type Transactions interface {
	// FindTransaction returns core.ErrNotFound for a transaction that is unknown, expired or
	// already decided.
	FindTransaction(ctx context.Context, handle string) (core.Transaction, error)
}

// FindTransaction returns the transaction with this handle. It refuses a transaction of another
// browser.
func FindTransaction(c echo.Context, in Transactions, handle string) (core.Transaction, error) {
	ctx := c.Request().Context()
	if err := checks.TransactionKnown.Require(ctx, handle != ""); err != nil {
		return core.Transaction{}, err
	}
	tx, err := in.FindTransaction(ctx, handle)
	if err := KnownTransaction(ctx, err); err != nil {
		return core.Transaction{}, err
	}
	oauth.AboutClient(ctx, tx.Request.ClientID)
	return tx, RequireBrowser(c, tx.BrowserHash)
}

// KnownTransaction turns core.ErrNotFound of the store into the refusal of a check. Other errors
// are returned unchanged.
func KnownTransaction(ctx context.Context, err error) error {
	if err != nil && !errors.Is(err, core.ErrNotFound) {
		return err // the store does not answer
	}
	return checks.TransactionKnown.RequireNil(ctx, err)
}

// RequireBrowser refuses the request unless its browser cookie has this hash.
func RequireBrowser(c echo.Context, hash string) error {
	return checks.TransactionBrowser.Require(c.Request().Context(), oauth.Equal(hash, Hash(c)))
}

// WithheldCookies tells whether the request is a POST from the page of another site,
// and has no cookie of ours: browsers do not send SameSite=Lax cookies with it, even if
// they have some.
func WithheldCookies(c echo.Context) bool {
	r := c.Request()
	site := r.Header.Get("Sec-Fetch-Site")
	return r.Method == http.MethodPost && (site == "cross-site" || site == "same-site") && Hash(c) == ""
}
