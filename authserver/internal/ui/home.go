package ui

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/page"
)

// Home is what the page at the issuer says.
type Home struct {
	Issuer, OpenID, OAuth, Keys string
	Clients                     []*core.Client // with a page of their own
	People                      []*core.User   // demo users
}

// Home answers with the page. It belongs to no flow that the inspector could show.
func (p *Pages) Home(c echo.Context, h Home) error {
	chrome := p.chrome
	chrome.InspectorURL = ""
	return p.set.HTML(c, http.StatusOK, "home", chrome, h)
}

// Documents are the addresses that programs begin with.
func (h Home) Documents() []page.Fact {
	return []page.Fact{
		{Name: "Issuer", Value: h.Issuer, Note: "what a client is configured with"},
		{Name: "OpenID configuration", Value: h.OpenID, Href: h.OpenID, Note: "every endpoint and feature, for OpenID Connect"},
		{Name: "Server metadata", Value: h.OAuth, Href: h.OAuth, Note: "the same, where OAuth looks for it (RFC 8414)"},
		{Name: "Public keys", Value: h.Keys, Href: h.Keys, Note: "what tokens are verified with (JWKS)"},
	}
}

// Places are the pages of clients, for a link each. What is not a web address is left out.
func (h Home) Places() []SignOut {
	var all []SignOut
	for _, client := range h.Clients {
		if s := (SignOut{Client: client}); s.Home() != "" {
			all = append(all, s)
		}
	}
	return all
}

// people is the table of demo users and their public passwords.
func people(users []*core.User) page.Table {
	t := page.Table{Head: []string{"username", "password"}, Mono: true}
	for _, u := range users {
		t.Rows = append(t.Rows, []any{u.Username, u.DemoPassword})
	}
	return t
}
