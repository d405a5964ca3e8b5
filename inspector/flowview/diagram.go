package flowview

import (
	"slices"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// Diagram is a flow as a sequence diagram: a lane for each role, and the messages between them in
// their order.
type Diagram struct {
	Flow  flow.Flow
	Lanes []string // keys of roles, such as trace.Client
	Rows  []Row
}

// Row is one message, or several that are alike, between two lanes.
type Row struct {
	flow.Row
	From, To int       // indexes of lanes
	Redirect *Redirect // what the response passes on through the browser, or nil
}

// always are the lanes that every diagram has, in their order.
var always = []string{trace.Browser, trace.Client, trace.AuthServer, trace.ResourceServer}

// NewDiagram returns the diagram of f.
func NewDiagram(f flow.Flow) Diagram {
	d := Diagram{Flow: f, Lanes: lanes(f)}
	for _, r := range f.Rows() {
		h := r.First()
		d.Rows = append(d.Rows, Row{
			Row: r, From: slices.Index(d.Lanes, h.From), To: slices.Index(d.Lanes, h.To), Redirect: redirectOf(h, f),
		})
	}
	return d
}

// lanes returns the four roles, and then others in the order in which they appear in f.
func lanes(f flow.Flow) []string {
	all := slices.Clone(always)
	for _, h := range f.Hops {
		for _, key := range []string{h.From, h.To} {
			if !slices.Contains(all, key) {
				all = append(all, key)
			}
		}
	}
	return all
}
