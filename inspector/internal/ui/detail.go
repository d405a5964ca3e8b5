package ui

import (
	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// detail is the data of the page about one message.
type detail struct {
	*flow.Hop
	In         flow.Flow
	Prev, Next *flow.Hop
	Detail     sides
}

// sides are the parameters and headers of request and response.
type sides struct{ Sent, Headers, Returned, Answered []param }

func newDetail(h *flow.Hop, in flow.Flow) detail {
	d := detail{Hop: h, In: in}
	for i, other := range in.Hops {
		if other.First != h.First {
			continue
		}
		if i > 0 {
			d.Prev = in.Hops[i-1]
		}
		if i+1 < len(in.Hops) {
			d.Next = in.Hops[i+1]
		}
	}
	d.Detail.Sent, d.Detail.Headers = sorted(h.Params, h.Headers, h, in)
	if h.Answer != nil {
		d.Detail.Returned, d.Detail.Answered = sorted(h.Answer.Params, h.Answer.Headers, h, in)
	}
	return d
}

// sorted separates the headers that belong to the protocol, which are listed with the parameters,
// from the other headers.
func sorted(list, headers []trace.Param, h *flow.Hop, in flow.Flow) (main, other []param) {
	for _, p := range params(headers, h, in) {
		if isProtocol(p.Name) {
			main = append(main, p)
		} else {
			other = append(other, p)
		}
	}
	return append(main, params(list, h, in)...), other
}

func isProtocol(header string) bool {
	switch header {
	case "Authorization", "client_id", "client_secret", "Location", "Www-Authenticate", "X-Csrf-Token":
		return true
	}
	return false
}

// param is a parameter with its entry in the dictionary, and the other messages of the flow that
// contain the same value.
type param struct {
	trace.Param
	Entry     trace.Entry
	Also      []*flow.Hop
	Challenge []*flow.Hop // messages with the code challenge for this verifier
}

func params(list []trace.Param, h *flow.Hop, in flow.Flow) []param {
	all := make([]param, len(list))
	for i, p := range list {
		all[i] = param{Param: p, Entry: trace.Lookup(p.In, p.Name), Also: alsoIn(p.Print, h, in), Challenge: alsoIn(p.S256, h, in)}
	}
	return all
}

func alsoIn(print string, h *flow.Hop, in flow.Flow) []*flow.Hop {
	if print == "" {
		return nil
	}
	var also []*flow.Hop
	for _, other := range in.Hops {
		if other.First != h.First && holds(other, print) {
			also = append(also, other)
		}
	}
	return also
}

func holds(h *flow.Hop, print string) bool {
	for _, p := range h.Values() {
		if p.Print == print {
			return true
		}
	}
	return false
}
