package ui

import (
	"fmt"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/page"
)

// newDiagram returns the drawing of d. Rows that did not change after the event since are
// placeholders; an empty since is before all events.
func newDiagram(d flowview.Diagram, selected *flow.Hop, since string, t *thread) page.Diagram {
	drawn := page.Diagram{ID: "rows", Label: "Messages: " + flowview.Name(d.Flow)}
	for _, key := range d.Lanes {
		drawn.Lanes = append(drawn.Lanes, page.Lane{Role: key, Name: flowview.Party(key)})
	}
	for _, r := range d.Rows {
		drawn.Rows = append(drawn.Rows, newRow(r, d.Flow.ID, selected, since))
	}
	if t != nil {
		t.light(drawn.Rows, d.Flow.Hops)
	}
	return drawn
}

func newRow(r flowview.Row, in string, selected *flow.Hop, since string) page.Message {
	if r.Count() == 1 {
		m := newMessage(r, r.First(), in, selected)
		m.Same = since != "" && !isChanged(r, since)
		return m
	}
	m := newMessage(r, r.First(), in, nil)
	m.ID, m.Href, m.Say, m.Took, m.Redirect = "r-"+r.First().First, "", flowview.Repeated(r.Row), "", nil
	m.Same = since != "" && !isChanged(r, since)
	m.Version = version(r)
	for _, h := range r.Hops {
		one := newMessage(r, h, in, selected)
		one.Redirect, one.Version = nil, ""
		m.Open = m.Open || one.Current
		m.Alike = append(m.Alike, one)
	}
	return m
}

func newMessage(r flowview.Row, h *flow.Hop, in string, selected *flow.Hop) page.Message {
	return page.Message{
		ID: "m-" + h.First, Href: "/hops/" + h.First, Say: flowview.Sentence(h), Version: version(r),
		Current: selected != nil && h.First == selected.First,
		N:       h.N, From: r.From, To: r.To, Channel: string(h.Channel),
		Method: h.Method, Path: h.Path(), Status: h.Status,
		State: flowview.State(h), Verdict: flowview.Verdict(h), Error: h.Error, Took: flowview.Took(h.Took()),
		Redirect: newRedirect(r.Redirect, in),
	}
}

func newRedirect(r *flowview.Redirect, in string) *page.Redirect {
	if r == nil {
		return nil
	}
	drawn := &page.Redirect{Status: r.Status, Target: shortAddress(r.Target)}
	for _, p := range r.Values {
		if p.Masked && p.Print != "" {
			drawn.Values = append(drawn.Values, page.Value{Name: p.Name, Chip: p.Chip(), Href: "/flows/" + in + "?thread=" + p.Print})
		} else {
			drawn.More++
		}
	}
	if len(r.Values) > 0 {
		drawn.Visible = r.Visible
	}
	if r.Follow != nil {
		drawn.Next, drawn.NextHref = r.Follow.N, "/hops/"+r.Follow.First
	}
	return drawn
}

// shortAddress returns the address without scheme and query. The values of the query are shown beside
// it.
func shortAddress(address string) string {
	address, _, _ = strings.Cut(address, "?")
	_, rest, found := strings.Cut(address, "://")
	if !found {
		return address
	}
	return rest
}

// isChanged reports whether the row changed after the event since. A redirect also shows which
// request followed.
func isChanged(r flowview.Row, since string) bool {
	for _, h := range r.Hops {
		if flow.After(h.Last, since) {
			return true
		}
	}
	return r.Redirect != nil && r.Redirect.Follow != nil && flow.After(r.Redirect.Follow.Last, since)
}

// version returns a text that differs if the row is shown differently.
func version(r flowview.Row) string {
	v := fmt.Sprintf("%d.%d.%d.%d.%s", r.First().N, r.Count(), r.From, r.To, r.Hops[r.Count()-1].Last)
	if r.Redirect != nil && r.Redirect.Follow != nil {
		v += fmt.Sprintf(".%d", r.Redirect.Follow.N)
	}
	return v
}
