package ui

import (
	"embed"
	"fmt"
	"html/template"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/page"
	"quartet.example/shared/trace"
)

//go:embed all:templates
var files embed.FS

// Options are the settings that appear on pages.
type Options struct {
	Issuer    string
	Dev       bool
	Inspector string // base URL of the inspector, for links in the dev profile
}

// Pages writes the pages of the authorization server.
type Pages struct {
	set    *page.Set
	chrome page.Chrome
	issuer string
}

// New parses the templates.
func New(o Options) (*Pages, error) {
	issuer, err := url.Parse(o.Issuer)
	if err != nil {
		return nil, fmt.Errorf("ui: issuer: %w", err)
	}
	set, err := page.NewWith(template.FuncMap{
		"submits": func() template.JS { return submits },
		"base":    func() string { return o.Issuer },
		"when":    when,
		"people":  people,
		"inspector": func() string {
			if !o.Dev {
				return ""
			}
			return o.Inspector
		},
		"stamp": func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	}, files, "templates/*.html")
	if err != nil {
		return nil, err
	}
	p := &Pages{set: set, issuer: o.Issuer, chrome: page.Chrome{Role: "authserver", Host: issuer.Host, Dev: o.Dev}}
	if o.Dev {
		p.chrome.InspectorURL = o.Inspector
	}
	return p, nil
}

// html writes the page. user is the name of the signed-in user, or "" for none.
func (p *Pages) html(c echo.Context, status int, name, user string, data any) error {
	chrome := p.chrome
	chrome.User = user
	chrome.InspectorURL = trace.Link(c.Request().Context(), p.chrome.InspectorURL)
	return p.set.HTML(c, status, name, chrome, data)
}

// form writes a page with a form that is posted to this server. With the policy no-referrer a
// browser would send "Origin: null" with our own forms (Fetch §3.2), and the origin check would
// refuse them as forms of another site.
func (p *Pages) form(c echo.Context, status int, name, user string, data any) error {
	c.Response().Header().Set("Referrer-Policy", "same-origin")
	return p.html(c, status, name, user, data)
}
