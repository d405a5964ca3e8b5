package ui

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/page"
)

const (
	listed = 20 // flows on the first page
	inView = 4  // of those that are not folded: one row
)

// Seen is what the script of a page has shown before: a flow, up to an event. Rows that did not
// change after it are placeholders.
type Seen struct{ Flow, Since string }

// Home is the data of the first page.
type Home struct {
	Stack
	Flows   []flow.Flow // latest first
	Seen    Seen
	Compact bool // only the diagram and its tools, for the frame beside a page of the client (ADR 0027)
}

// home is a Home as it is shown.
type home struct {
	Home
	Begun    []flow.Flow // those that a user or a program began: latest first, visits last
	HasOther bool        // there are messages that nobody began
	Newest   *view       // nil if nobody has begun a flow
	Empty    page.Diagram
}

// view is a flow as it is shown.
type view struct {
	flow.Flow
	Diagram page.Diagram
	Since   string  // latest event
	Detail  *detail // the message that is selected, or nil
	Thread  *thread // the value that is followed, or nil
}

// Home responds with the first page: the latest flows, and the diagram of the newest.
func (p *Pages) Home(c echo.Context, h Home) error {
	allowPicture(c)
	data := home{Home: h, Empty: emptyDiagram()}
	data.Begun, data.HasOther = begun(h.Flows)
	if len(data.Begun) > 0 {
		newest := newView(data.Begun[0], nil, h.Seen, nil)
		data.Newest = &newest
	}
	chrome := p.chrome("/")
	if h.Compact {
		chrome.Nav, chrome.Host = nil, ""
	}
	return p.set.HTML(c, http.StatusOK, "home", chrome, data)
}

// Flow responds with the page about a flow, and about one of its messages if selected is not nil. It
// follows the value with the fingerprint print, if that is not "".
func (p *Pages) Flow(c echo.Context, f flow.Flow, selected *flow.Hop, seen Seen, print string) error {
	allowPicture(c)
	v := newView(f, selected, seen, newThread(f, print))
	if v.Detail != nil {
		v.Detail.Now = p.Now()
	}
	return p.set.HTML(c, http.StatusOK, "flow", p.chrome(""), v)
}

// IsOther reports whether the flow has the messages that nobody began.
func (v view) IsOther() bool { return v.ID == flow.Other }

func newView(f flow.Flow, selected *flow.Hop, seen Seen, t *thread) view {
	v := view{Flow: f, Thread: t}
	if selected != nil {
		d := newDetail(selected, f)
		v.Detail = &d
	}
	for _, h := range f.Hops {
		if flow.After(h.Last, v.Since) {
			v.Since = h.Last
		}
	}
	if seen.Flow != f.ID {
		seen.Since = ""
	}
	v.Diagram = newDiagram(flowview.NewDiagram(f), selected, seen.Since, t)
	return v
}

// begun returns the flows that a user or a program began, and whether there is another one. A visit of
// the start page comes after all others: it is of less interest than a sign-in.
func begun(flows []flow.Flow) (list []flow.Flow, hasOther bool) {
	list = slices.Clone(flows)
	if n := len(list); n > 0 && list[n-1].ID == flow.Other {
		list, hasOther = list[:n-1], true
	}
	visits := func(f flow.Flow) int {
		if f.IsVisit() {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b flow.Flow) int { return visits(a) - visits(b) })
	return list, hasOther
}

// Latest returns the flows of the first page that are not folded.
func (h home) Latest() []flow.Flow { return h.Begun[:min(len(h.Begun), inView)] }

// Older returns the flows of the first page that are folded.
func (h home) Older() []flow.Flow {
	last := min(len(h.Begun), listed)
	return h.Begun[min(inView, last):last]
}

// Beyond returns the number of flows that are not on the first page.
func (h home) Beyond() int { return max(len(h.Begun)-listed, 0) }

// emptyDiagram explains the four roles before there is a message (RFC 6749 §1.1).
func emptyDiagram() page.Diagram {
	return page.Diagram{Lanes: []page.Lane{
		{Role: "browser", Note: "Acts for you, the resource owner: the notes belong to you."},
		{Role: "client", Note: "The app that wants to read your notes. It never sees your password."},
		{Role: "authserver", Note: "Signs you in, asks what you allow, and issues the tokens."},
		{Role: "resourceserver", Note: "Keeps the notes. It answers only to a valid token."},
	}}
}
