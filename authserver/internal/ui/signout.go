package ui

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
)

// SignOut is what the pages around signing out say.
type SignOut struct {
	Handle      string
	Client      *core.Client // who asked for it, nil if nobody knows
	RedirectURI string       // where one goes afterwards, "" for nowhere
	User        *core.User
}

// WhereTo is where one goes afterwards, "" for nowhere.
func (s SignOut) WhereTo() string {
	if s.RedirectURI == "" {
		return ""
	}
	return whereTo(s.RedirectURI)
}

// SignOut answers with the question whether to sign out.
func (p *Pages) SignOut(c echo.Context, s SignOut) error {
	if s.RedirectURI != "" {
		letFormEndAt(c, s.Client, s.RedirectURI)
	}
	return p.form(c, http.StatusOK, "signout", s.User.Name(), s)
}

// SignedOut answers that it is done.
func (p *Pages) SignedOut(c echo.Context, s SignOut) error {
	return p.html(c, http.StatusOK, "signed-out", "", s)
}

// NotSignedIn answers that somebody cancelled a sign-in that a page of ours asked for.
func (p *Pages) NotSignedIn(c echo.Context) error {
	return p.html(c, http.StatusOK, "not-signed-in", "", nil)
}

// StillSignedIn answers that nothing was done.
func (p *Pages) StillSignedIn(c echo.Context, s SignOut) error {
	return p.html(c, http.StatusOK, "still-signed-in", s.User.Name(), s)
}

// Home is the client's own page, "" if it has none that may be linked.
func (s SignOut) Home() string {
	if s.Client == nil || source(s.Client.ClientURI) == "" {
		return ""
	}
	return s.Client.ClientURI
}
