package ui

import (
	"embed"
	"fmt"
	"html/template"
	"net/url"
	"sync"
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
	site   site
}

// site is the part of the content of pages that depends on the server.
type site struct {
	Base      string // issuer: the beginning of the addresses of its pages
	Inspector string // "" for no link
}

// templates parses the templates. All servers of a process share them: they never change, and parsing
// is most of the cost of a server that a test starts.
var templates = sync.OnceValues(func() (*page.Set, error) {
	return page.NewWith(template.FuncMap{
		"submits": func() template.JS { return submits },
		"when":    when,
		"people":  people,
		"stamp":   func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	}, files, "templates/*.html")
})

// New returns the pages of a server. It returns an error if the issuer is not a URL or a template has a
// mistake.
func New(o Options) (*Pages, error) {
	issuer, err := url.Parse(o.Issuer)
	if err != nil {
		return nil, fmt.Errorf("ui: issuer: %w", err)
	}
	set, err := templates()
	if err != nil {
		return nil, err
	}
	p := &Pages{set: set, site: site{Base: o.Issuer}, chrome: page.Chrome{Role: "authserver", Host: issuer.Host, Dev: o.Dev}}
	if o.Dev {
		p.chrome.InspectorURL, p.site.Inspector = o.Inspector, o.Inspector
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
