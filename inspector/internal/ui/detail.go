package ui

import (
	"quartet.example/inspector/internal/flow"
	"quartet.example/shared/trace"
)

// detail is one message, ready to be drawn.
type detail struct {
	*flow.Hop
	In         flow.Flow
	Prev, Next *flow.Hop
	Detail     sides
}

// sides are the parameters of request and answer.
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
	d.Detail.Sent, d.Detail.Headers = params(h.Params, h, in), params(h.Headers, h, in)
	if h.Answer != nil {
		d.Detail.Returned, d.Detail.Answered = params(h.Answer.Params, h, in), params(h.Answer.Headers, h, in)
	}
	return d
}

// param is a parameter with what the dictionary says of it, and where else in
// the flow the same value is.
type param struct {
	trace.Param
	Entry trace.Entry
	Also  []*flow.Hop
}

func params(list []trace.Param, h *flow.Hop, in flow.Flow) []param {
	all := make([]param, len(list))
	for i, p := range list {
		all[i] = param{Param: p, Entry: trace.Lookup(p.In, p.Name), Also: alsoIn(p, h, in)}
	}
	return all
}

func alsoIn(p trace.Param, h *flow.Hop, in flow.Flow) []*flow.Hop {
	if p.Print == "" {
		return nil
	}
	var also []*flow.Hop
	for _, other := range in.Hops {
		if other.First != h.First && holds(other, p.Print) {
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
