package ui

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
)

// SignOut is the content of the sign-out pages.
type SignOut struct {
	site

	Handle      string
	Client      *core.Client // the client that sent the request, nil if unknown
	RedirectURI string       // where the browser is sent afterwards, "" for none
	User        *core.User
}

// WhereTo describes the place to which the browser is sent afterwards, "" for none.
func (s SignOut) WhereTo() string {
	if s.RedirectURI == "" {
		return ""
	}
	return whereTo(s.RedirectURI)
}

// SignOut writes the page that asks whether to sign out.
func (p *Pages) SignOut(c echo.Context, s SignOut) error {
	s.site = p.site
	if s.RedirectURI != "" {
		letFormEndAt(c, s.Client, s.RedirectURI)
	}
	return p.form(c, http.StatusOK, "signout", s.User.Name(), s)
}

// SignedOut writes the page after a sign-out.
func (p *Pages) SignedOut(c echo.Context, s SignOut) error {
	s.site = p.site
	return p.html(c, http.StatusOK, "signed-out", "", s)
}

// NotSignedIn writes the page after a cancelled sign-in that one of our own pages required.
func (p *Pages) NotSignedIn(c echo.Context) error {
	return p.html(c, http.StatusOK, "not-signed-in", "", p.site)
}

// StillSignedIn writes the page after the user decided not to sign out.
func (p *Pages) StillSignedIn(c echo.Context, s SignOut) error {
	s.site = p.site
	return p.html(c, http.StatusOK, "still-signed-in", s.User.Name(), s)
}

// Home returns the client's home page, or "" if there is none that may be linked.
func (s SignOut) Home() string {
	if s.Client == nil || source(s.Client.ClientURI) == "" {
		return ""
	}
	return s.Client.ClientURI
}
