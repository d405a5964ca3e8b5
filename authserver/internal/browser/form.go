package browser

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// RequireOwnForm refuses a form that the browser says another site has sent. It
// goes by Sec-Fetch-Site, or Origin where that is missing; programs send neither.
func RequireOwnForm(c echo.Context) error {
	return checks.FormOrigin.RequireNil(c.Request().Context(), http.NewCrossOriginProtection().Check(c.Request()))
}

// Transactions finds authorization requests in progress.
type Transactions interface {
	// FindTransaction returns core.ErrNotFound for one that is unknown, expired or taken.
	FindTransaction(ctx context.Context, handle string) (core.Transaction, error)
}

// FindTransaction gives the transaction of that handle if it is this browser's.
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

// KnownTransaction turns the answer of a store into that of a check.
func KnownTransaction(ctx context.Context, err error) error {
	if err != nil && !errors.Is(err, core.ErrNotFound) {
		return err // the store is away
	}
	return checks.TransactionKnown.RequireNil(ctx, err)
}

// RequireBrowser refuses any browser but the one whose cookie has that hash.
func RequireBrowser(c echo.Context, hash string) error {
	return checks.TransactionBrowser.Require(c.Request().Context(), oauth.Equal(hash, Hash(c)))
}

// FromElsewhere tells whether another site's page sent the request. With a POST
// from there the browser keeps SameSite=Lax cookies back.
func FromElsewhere(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "cross-site" || site == "same-site"
}
