package flowview

import (
	"strconv"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// Difference is a part of a message that sender and receiver recorded differently. An empty text means
// that this side did not have the part.
type Difference struct {
	Part           string // request or response
	Name, In       string // In is "" for the address
	Sent, Received string // in a response, Received is what the sender of the request received
}

// Compared reports whether both sides recorded the whole message, so that Differences compares them. The
// recorder of a lab and that of a service have different keys, so their fingerprints cannot be compared.
func Compared(h *flow.Hop) bool {
	return sameLab(h) && h.Sent.Kind == trace.Response && h.Received.Kind == trace.Response
}

// sameLab reports whether one run of a lab recorded both sides, or none did.
func sameLab(h *flow.Hop) bool {
	return h.Sent != nil && h.Received != nil && (h.Sent.Lab == nil) == (h.Received.Lab == nil)
}

// Differences returns what is different in the two records of a message: what something between
// sender and receiver, such as a proxy, added, removed or changed. Of masked values it compares
// fingerprint and length.
func Differences(h *flow.Hop) []Difference {
	if !Compared(h) {
		return nil
	}
	var all []Difference
	if h.Sent.URL != h.Received.URL {
		all = append(all, Difference{Part: "request", Name: "address", Sent: h.Sent.URL, Received: h.Received.URL})
	}
	all = append(all, between("request", slotsOf(h.Sent.Headers, h.Sent.Params), slotsOf(h.Received.Headers, h.Received.Params))...)
	if h.Sent.Status != h.Received.Status {
		all = append(all, Difference{Part: "response", Name: "status", Sent: strconv.Itoa(h.Received.Status), Received: strconv.Itoa(h.Sent.Status)})
	}
	if h.Sent.Answer == nil || h.Received.Answer == nil {
		return all
	}
	return append(all, between("response", slotsOf(h.Received.Answer.Headers, h.Received.Answer.Params), slotsOf(h.Sent.Answer.Headers, h.Sent.Answer.Params))...)
}

// slot is the place of a value: the n-th of its name.
type slot struct {
	in, name string
	n        int
}

// slots are values by their place, and the places in their order.
type slots struct {
	order  []slot
	values map[slot]trace.Param
}

func slotsOf(lists ...[]trace.Param) slots {
	s := slots{values: map[slot]trace.Param{}}
	for _, list := range lists {
		for _, p := range list {
			at := slot{in: p.In, name: p.Name}
			for _, taken := s.values[at]; taken; _, taken = s.values[at] {
				at.n++
			}
			s.order, s.values[at] = append(s.order, at), p
		}
	}
	return s
}

func between(part string, sent, received slots) []Difference {
	var all []Difference
	for _, at := range sent.order {
		got, arrived := received.values[at]
		if !arrived {
			all = append(all, Difference{Part: part, Name: at.name, In: at.in, Sent: valueText(sent.values[at])})
		} else if !isSame(sent.values[at], got) {
			all = append(all, Difference{Part: part, Name: at.name, In: at.in, Sent: valueText(sent.values[at]), Received: valueText(got)})
		}
	}
	for _, at := range received.order {
		if _, wasSent := sent.values[at]; !wasSent && at.name != "User-Agent" { // the library of the sender adds it after the recorder
			all = append(all, Difference{Part: part, Name: at.name, In: at.in, Received: valueText(received.values[at])})
		}
	}
	return all
}

func isSame(a, b trace.Param) bool {
	return a.Value == b.Value && a.Print == b.Print && a.Len == b.Len && a.Masked == b.Masked && a.Attrs == b.Attrs
}

// valueText returns the value, or what is known about a masked one.
func valueText(p trace.Param) string {
	switch {
	case p.Masked && p.Print != "":
		return "hidden, " + Plural(p.Len, "character") + ", fingerprint " + p.Chip()
	case p.Masked:
		return "hidden, " + Plural(p.Len, "character")
	case p.Value == "":
		return "empty"
	}
	return p.Value
}
