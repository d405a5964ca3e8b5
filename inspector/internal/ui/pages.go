package ui

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/shared/page"
)

// Pages renders the pages of the inspector.
type Pages struct {
	Assets *Assets

	host string
	set  *page.Set
}

// New parses the pages. Their header shows host.
func New(host string) (*Pages, error) {
	assets, err := newAssets()
	if err != nil {
		return nil, err
	}
	set, err := page.NewWith(funcs(assets), files, "templates/*.html")
	if err != nil {
		return nil, err
	}
	set.Compress = true // the recorders have masked every secret, and no form has a token
	return &Pages{Assets: assets, host: host, set: set}, nil
}

// Home is the data of the list.
type Home struct {
	Roles  []RoleStatus
	Flows  []flow.Flow
	Filter Filter
	Any    bool   // there are messages, even if the filter hides them
	Lost   uint64 // number of events that the recorders dropped
	Away   bool   // the stream can currently not be read
}

// RoleStatus says whether a service is ready.
type RoleStatus struct {
	Key, URL string
	Ready    bool
}

// Filter is the filter that the reader chose.
type Filter struct {
	Text, Channel string
	Refused       bool
}

// Home responds with the list.
func (p *Pages) Home(c echo.Context, h Home) error {
	return p.set.HTML(c, http.StatusOK, "home", p.chrome("/"), h)
}

// Detail responds with the page about one message of a flow.
func (p *Pages) Detail(c echo.Context, h *flow.Hop, in flow.Flow) error {
	return p.set.HTML(c, http.StatusOK, "hop", p.chrome(""), newDetail(h, in))
}

// chrome returns what is around the page at path, which is "" for pages outside the navigation.
func (p *Pages) chrome(path string) page.Chrome {
	return page.Chrome{
		Role: "quartet", Service: "Inspector", Host: p.host, Dev: true, Wide: true,
		Nav: []page.Link{
			{Href: "/", Text: "Messages", Current: path == "/"},
			{Href: "/glossary", Text: "Glossary", Current: path == "/glossary"},
			{Href: "/rfcs", Text: "Specifications", Current: path == "/rfcs"},
		},
	}
}
