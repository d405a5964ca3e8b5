package flowview

import (
	"slices"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// Diagram is a flow as a sequence diagram: a lane for each role or other party, and the messages between them in
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

// order are the lanes of roles and of the parties of a lab, from left to right.
var order = []string{
	trace.Browser, trace.Client, trace.NaiveClient, trace.NativeApp, trace.AuthServer, trace.NaiveAS, trace.OtherAS,
	trace.ResourceServer, trace.NaiveAPI, trace.Attacker,
}

// substitutes are the roles that every diagram has, with the parties of a lab that can take their place.
// None takes the place of the browser.
var substitutes = map[string][]string{
	trace.Browser: nil, trace.Client: {trace.NaiveClient, trace.NativeApp}, trace.AuthServer: {trace.NaiveAS}, trace.ResourceServer: {trace.NaiveAPI},
}

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

// lanes returns the four roles, with the parties of a lab that appear in f between or after them, and then
// others in the order in which they appear. A role that does not appear is left out if a party of a lab
// appears in its place.
func lanes(f flow.Flow) []string {
	seen := parties(f)
	var all []string
	for _, key := range order {
		instead, isRole := substitutes[key]
		if slices.Contains(seen, key) || isRole && !slices.ContainsFunc(seen, func(p string) bool { return slices.Contains(instead, p) }) {
			all = append(all, key)
		}
	}
	return append(all, slices.DeleteFunc(seen, func(key string) bool { return slices.Contains(order, key) })...)
}

// parties returns the senders and receivers of f, each once.
func parties(f flow.Flow) []string {
	var all []string
	for _, h := range f.Hops {
		for _, key := range []string{h.From, h.To} {
			if !slices.Contains(all, key) {
				all = append(all, key)
			}
		}
	}
	return all
}
