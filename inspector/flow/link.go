package flow

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"quartet.example/shared/trace"
)

// Flow is a list of messages that belong together, in their order.
type Flow struct {
	ID   string // id of its first message, or Other
	Hops []*Hop
}

// forest is a union-find structure: each key points towards the root of its set.
type forest map[string]string

func (f forest) root(key string) string {
	up, ok := f[key]
	if !ok || up == key {
		return key
	}
	f[key] = f.root(up)
	return f[key]
}

func (f forest) join(a, b string) { f[f.root(a)] = f.root(b) }

// ordered sorts messages by the time at which they began, with each after the message during which
// it was sent. The order in the stream does not suffice, because each service writes independently
// and clocks differ.
func ordered(hops []*Hop) []*Hop {
	slices.SortStableFunc(hops, func(a, b *Hop) int { return cmp.Or(a.Began.Compare(b.Began), compareID(a.First, b.First)) })
	spans := make(map[string]*Hop, len(hops))
	for _, h := range hops {
		spans[h.Trace+h.Span] = h
	}
	list, placed := make([]*Hop, 0, len(hops)), make(map[*Hop]bool, len(hops))
	var place func(*Hop)
	place = func(h *Hop) {
		if placed[h] {
			return
		}
		placed[h] = true // set before the parent is placed, so that a forged circle of parents ends
		if parent := spans[h.Trace+h.Parent]; parent != nil && h.Parent != "" {
			place(parent)
		}
		list = append(list, h)
	}
	for _, h := range hops {
		place(h)
	}
	return list
}

// joined returns the sets of traces that belong to one flow. A trace without a link joins the flow
// in which the client last named the browser: after a sign-in, a browser first requests the page
// without the SameSite=Strict cookie of the session. It joins one flow only, so the name of the
// browser never joins two flows.
func joined(hops []*Hop) forest {
	sets, linked := forest{}, map[string]bool{}
	for _, h := range hops {
		for _, key := range links(h) {
			sets.join("trace "+traceOf(h.Event), key)
			linked[traceOf(h.Event)] = true
		}
	}
	named := map[string]string{} // key: browser; value: trace in which the client last named it
	for _, h := range hops {
		if before := named[browserOf(h, trace.InCookie)]; before != "" && !linked[traceOf(h.Event)] {
			sets.join("trace "+traceOf(h.Event), "trace "+before)
			linked[traceOf(h.Event)] = true
		}
		if browser := browserOf(h, trace.InSetCookie); browser != "" {
			named[browser] = traceOf(h.Event)
		}
	}
	return sets
}

// browserOf returns the fingerprint of the cookie by which the client names the browser, or "".
func browserOf(h *Hop, in string) string {
	if h.To != trace.Client {
		return ""
	}
	for _, p := range h.Values() {
		if p.In == in && strings.HasSuffix(p.Name, "-browser") {
			return p.Print
		}
	}
	return ""
}

// flowsOf groups messages into flows, and numbers them within each flow. The flow with the latest
// message comes first, the flow Other last.
func flowsOf(hops []*Hop) []Flow {
	hops = ordered(hops)
	sets := joined(hops)
	var flows []*Flow
	byRoot := map[string]*Flow{}
	for _, h := range hops {
		root := sets.root("trace " + traceOf(h.Event))
		f, ok := byRoot[root]
		if !ok {
			f = &Flow{ID: h.First}
			byRoot[root], flows = f, append(flows, f)
		}
		f.Hops = append(f.Hops, h)
	}
	return newestFirst(flows)
}

// newestFirst numbers the messages, and puts the flow Other after all flows.
func newestFirst(flows []*Flow) []Flow {
	flows, other := putTogether(flows)
	slices.SortStableFunc(flows, func(a, b *Flow) int { return last(b).Compare(last(a)) })
	if len(other.Hops) > 0 {
		flows = append(flows, other)
	}
	list := make([]Flow, len(flows))
	for i, f := range flows {
		for n, h := range f.Hops {
			numbered := *h
			numbered.N, numbered.Flow = n+1, f.ID
			f.Hops[n] = &numbered
		}
		list[i] = *f
	}
	return list
}

func last(f *Flow) time.Time { return f.Hops[len(f.Hops)-1].Began }

// links returns the fingerprints that connect a message with others, and the run of a lab. The session cookie in a
// request counts only if there is no other link: a browser that signs in once more still sends the
// cookie of its previous session, and the new sign-in is another flow.
func links(h *Hop) []string {
	var keys, session []string
	if h.Lab != nil && h.Lab.Run != "" {
		keys = append(keys, "lab "+h.Lab.Run)
	}
	for _, p := range h.Values() {
		switch {
		case isLink(h, p) && p.In == trace.InCookie:
			session = append(session, "value "+p.Print)
		case isLink(h, p):
			keys = append(keys, "value "+p.Print)
		}
		if p.S256 != "" {
			keys = append(keys, "value "+p.S256)
		}
	}
	if len(keys) == 0 {
		return session
	}
	return keys
}

// isLink reports whether two messages with this value belong to one flow. A value with an unknown
// name counts if it has a fingerprint, because only random values have one. A token that is
// introspected or revoked during another request does not count: a new sign-in revokes the tokens
// of the previous one, which would join the two flows.
func isLink(h *Hop, p trace.Param) bool {
	if p.Print == "" {
		return false
	}
	entry := trace.Lookup(p.In, p.Name)
	switch {
	case p.In == trace.InCookie, p.In == trace.InSetCookie: // cookies of the authorization server would join all flows
		return entry.Links && h.To == trace.Client
	case p.Name == "token" && h.Parent != "":
		return false
	case p.Name == "Authorization", entry.Links:
		return true
	case p.In == trace.InHeader:
		return false
	}
	return !entry.Known
}
