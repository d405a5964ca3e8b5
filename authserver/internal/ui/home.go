package ui

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/page"
)

// Home is the content of the page at the issuer's URL.
type Home struct {
	site

	Issuer, OpenID, OAuth, Keys string
	Clients                     []*core.Client // clients with a home page
	People                      []*core.User   // demo users
}

// Home writes the page. It has no link to the inspector, because it is not part of a flow.
func (p *Pages) Home(c echo.Context, h Home) error {
	h.site = p.site
	chrome := p.chrome
	chrome.InspectorURL = ""
	return p.set.HTML(c, http.StatusOK, "home", chrome, h)
}

// Documents lists the metadata addresses of the server.
func (h Home) Documents() []page.Fact {
	return []page.Fact{
		{Name: "Issuer", Value: h.Issuer, Note: "the value for the settings of a client"},
		{Name: "OpenID configuration", Value: h.OpenID, Href: h.OpenID, Note: "every endpoint and feature, for OpenID Connect"},
		{Name: "Server metadata", Value: h.OAuth, Href: h.OAuth, Note: "the same document at the address of RFC 8414"},
		{Name: "Public keys", Value: h.Keys, Href: h.Keys, Note: "the keys for verifying tokens (JWKS)"},
	}
}

// Places returns the clients whose home page may be linked.
func (h Home) Places() []SignOut {
	var all []SignOut
	for _, client := range h.Clients {
		if s := (SignOut{Client: client}); s.Home() != "" {
			all = append(all, s)
		}
	}
	return all
}

// people returns a table of the demo users and their published passwords.
func people(users []*core.User) page.Table {
	t := page.Table{Head: []string{"username", "password"}, Mono: true}
	for _, u := range users {
		t.Rows = append(t.Rows, []any{u.Username, u.DemoPassword})
	}
	return t
}
