package login

import (
	"errors"
	"log/slog"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/ui"
	"quartet.example/shared/oauth"
)

// page shows the sign-in page.
func (h *Handler) page(c echo.Context, handle string, tx core.Transaction, say ui.SignIn) error {
	var client *core.Client // nil if one of our own pages requires the sign-in
	if !tx.Own() {
		found, err := h.Clients.FindClient(tx.Request.ClientID)
		if errors.Is(err, core.ErrNotFound) {
			return checks.RequestClient.Fail(c.Request().Context(), err) // the client was removed meanwhile
		}
		client = found
	}
	signedIn, err := h.Sessions.Find(c)
	if err != nil {
		return err
	}
	if signedIn != nil {
		say.Current = signedIn.User
	}
	say.Transaction, say.Client, say.RedirectURI, say.People = handle, client, tx.Request.RedirectURI, h.Users.DemoUsers()
	if say.Wait > 0 {
		c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int((say.Wait+time.Second-1)/time.Second)))
	}
	return h.Pages.SignIn(c, say)
}

// account identifies an account in the log by a fingerprint of its username. The fingerprint also
// exists for unknown users. It connects the failed sign-ins for an account with the sign-in that
// follows them.
func account(username string) slog.Attr {
	return slog.String("account", oauth.Fingerprint(core.NormalizeUsername(username)))
}
