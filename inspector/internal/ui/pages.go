package ui

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/shared/page"
	"quartet.example/shared/trace"
)

// Pages renders the pages of the inspector.
type Pages struct {
	Assets *Assets
	Now    func() time.Time
	Bar    func(flow.Flow) StepBar // step mode and the demo clock, for a page about a flow; nil: pages do not show them

	host string
	set  *page.Set
}

// New parses the pages. Their header shows host, and now is the time of the services.
func New(host string, now func() time.Time) (*Pages, error) {
	assets, err := newAssets()
	if err != nil {
		return nil, err
	}
	p := &Pages{Assets: assets, Now: now, host: host}
	known := funcs(assets)
	known["stepbar"] = p.bar
	p.set, err = page.NewWith(known, files, "templates/*.html")
	if err != nil {
		return nil, err
	}
	p.set.ShowControls = true // imported files are not written by our recorder
	p.set.Compress = true     // the recorders have masked every secret, and no form has a token
	return p, nil
}

// Stack says how the services and the recording are.
type Stack struct {
	Roles []RoleStatus
	Lost  uint64 // number of events that the recorders dropped
	Away  bool   // the stream can currently not be read
}

// RoleStatus says whether a service is ready.
type RoleStatus struct {
	Key, URL string
	Ready    bool
}

// ClientURL returns the address of the client, or "" if it is not known.
func (s Stack) ClientURL() string {
	for _, role := range s.Roles {
		if role.Key == trace.Client {
			return role.URL
		}
	}
	return ""
}

// Messages is the data of the list of all messages.
type Messages struct {
	Stack
	Flows  []flow.Flow
	Filter Filter
	Any    bool // there are messages, even if the filter hides them
}

// Filter is the filter that the reader chose.
type Filter struct {
	Text, Channel string
	Refused       bool
}

// Messages responds with the list of all messages.
func (p *Pages) Messages(c echo.Context, m Messages) error {
	allowPicture(c)
	return p.set.HTML(c, http.StatusOK, "messages", p.chrome("/messages"), m)
}

// chrome returns what is around the page at path, which is "" for pages outside the navigation.
func (p *Pages) chrome(path string) page.Chrome {
	return page.Chrome{
		Role: "quartet", Service: "Inspector", Host: p.host, Dev: true, Wide: true,
		Nav: []page.Link{
			{Href: "/", Text: "Flows", Current: path == "/"},
			{Href: "/messages", Text: "Messages", Current: path == "/messages"},
			{Href: "/state", Text: "State", Current: path == "/state"},
			{Href: "/glossary", Text: "Glossary", Current: path == "/glossary"},
			{Href: "/rfcs", Text: "Specifications", Current: path == "/rfcs"},
			{Href: "/labs", Text: "Labs", Current: path == "/labs"},
			{Href: "/present", Text: "Present", Current: path == "/present"},
			{Href: "/docs", Text: "Docs", Current: path == "/docs"},
		},
	}
}
