package flowview

import (
	"fmt"
	"slices"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// maxCompared is the number of messages of each flow that are compared.
const maxCompared = 600

// Comparison is two flows, message beside message.
type Comparison struct {
	A, B    flow.Flow
	Pairs   []Pair
	Missing int // messages beyond the limit, which are not compared
}

// Pair is a message of one flow and the one of the other flow that corresponds to it.
type Pair struct {
	A, B        *flow.Hop // nil if the message is only in the other flow
	Differences []string  // what differs, as text; nothing if a message is nil
}

// Any returns the message of A, or that of B if A has none.
func (p Pair) Any() *flow.Hop {
	if p.A != nil {
		return p.A
	}
	return p.B
}

// Same reports whether both flows have the message, without a difference.
func (p Pair) Same() bool { return p.A != nil && p.B != nil && len(p.Differences) == 0 }

// Outcome says in words how the two messages compare.
func (p Pair) Outcome() string {
	switch {
	case p.B == nil:
		return "only in A"
	case p.A == nil:
		return "only in B"
	case len(p.Differences) > 0:
		return "differs"
	}
	return "same"
}

// Differing returns the number of pairs that are not the same.
func (c Comparison) Differing() int {
	n := 0
	for _, p := range c.Pairs {
		if !p.Same() {
			n++
		}
	}
	return n
}

// Compare aligns two flows by sender, receiver, channel, method and path, so that as many messages as
// possible have a partner and keep their order, and says what differs in each pair. Masked values are
// different in every flow, so only their presence is compared.
func Compare(a, b flow.Flow) Comparison {
	c := Comparison{A: a, B: b}
	as, bs := a.Hops[:min(len(a.Hops), maxCompared)], b.Hops[:min(len(b.Hops), maxCompared)]
	c.Missing = len(a.Hops) - len(as) + len(b.Hops) - len(bs)
	length, equal := common(as, bs), equalIn(as, bs)
	for i, j := 0, 0; i < len(as) || j < len(bs); {
		switch {
		case i < len(as) && j < len(bs) && corresponds(as[i], bs[j]):
			c.Pairs = append(c.Pairs, Pair{as[i], bs[j], differences(as[i], bs[j], equal)})
			i, j = i+1, j+1
		case j == len(bs) || i < len(as) && length[i+1][j] >= length[i][j+1]:
			c.Pairs = append(c.Pairs, Pair{A: as[i]})
			i++
		default:
			c.Pairs = append(c.Pairs, Pair{B: bs[j]})
			j++
		}
	}
	return c
}

// common returns the length of the longest common subsequence of as[i:] and bs[j:] for each i and j.
func common(as, bs []*flow.Hop) [][]int {
	length := make([][]int, len(as)+1)
	for i := range length {
		length[i] = make([]int, len(bs)+1)
	}
	for i := len(as) - 1; i >= 0; i-- {
		for j := len(bs) - 1; j >= 0; j-- {
			if corresponds(as[i], bs[j]) {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	return length
}

func corresponds(a, b *flow.Hop) bool {
	return a.From == b.From && a.To == b.To && a.Channel == b.Channel && a.Method == b.Method && a.Path() == b.Path()
}

// differences says what differs between two messages: status, checks, and parameters.
func differences(a, b *flow.Hop, equal equality) []string {
	var all []string
	if a.Status != b.Status {
		all = append(all, fmt.Sprintf("status %s in A, %s in B", statusOf(a), statusOf(b)))
	}
	if a.Error != b.Error {
		all = append(all, fmt.Sprintf("error %s in A, %s in B", orNone(a.Error), orNone(b.Error)))
	}
	all = append(all, differentChecks(a, b)...)
	all = append(all, differentParams("request", a.Params, b.Params, equal)...)
	return append(all, differentParams("response", answered(a), answered(b), equal)...)
}

func statusOf(h *flow.Hop) string {
	if h.Status == 0 {
		return "none"
	}
	return fmt.Sprint(h.Status)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func answered(h *flow.Hop) []trace.Param {
	if h.Answer == nil {
		return nil
	}
	return h.Answer.Params
}

func differentChecks(a, b *flow.Hop) []string {
	var all []string
	for _, side := range []struct {
		name         string
		mine, theirs []trace.Checked
	}{{"A", a.Checks, b.Checks}, {"B", b.Checks, a.Checks}} {
		for _, c := range side.mine {
			i := slices.IndexFunc(side.theirs, func(other trace.Checked) bool { return other.ID == c.ID })
			switch {
			case !c.OK && (i < 0 || side.theirs[i].OK):
				all = append(all, "refused by "+c.ID+" in "+side.name+" only")
			case i < 0:
				all = append(all, "check "+c.ID+" in "+side.name+" only")
			}
		}
	}
	return slices.Compact(all)
}

// differentParams compares names, and the values that are shown. Values that differ in each message,
// such as jti, are identifiers, and are not compared.
func differentParams(where string, a, b []trace.Param, equal equality) []string {
	var all []string
	for _, p := range a {
		q, found := same(b, p)
		switch {
		case !found:
			all = append(all, fmt.Sprintf("%s: %s (%s) in A only", where, p.Name, Place(p.In)))
		case p.Class == trace.Public && !p.Masked && !equal(p.Value, q.Value):
			all = append(all, fmt.Sprintf("%s: %s is %q in A, %q in B", where, p.Name, Clip(p.Value, 60), Clip(q.Value, 60)))
		case (p.JWT == nil) != (q.JWT == nil):
			all = append(all, fmt.Sprintf("%s: %s is a JWT in %s only", where, p.Name, map[bool]string{true: "A", false: "B"}[p.JWT != nil]))
		}
	}
	for _, p := range b {
		if _, found := same(a, p); !found {
			all = append(all, fmt.Sprintf("%s: %s (%s) in B only", where, p.Name, Place(p.In)))
		}
	}
	return slices.Compact(all)
}

// same returns the parameter of list that has the same name as p and is in the same place. The names of
// the cookies of a sign-in contain a part of the hash of its state, so the names of two sign-ins differ:
// for cookies, the term in the glossary is compared.
func same(list []trace.Param, p trace.Param) (trace.Param, bool) {
	isCookie := p.In == trace.InCookie || p.In == trace.InSetCookie
	for _, q := range list {
		if q.In == p.In && (q.Name == p.Name || isCookie && trace.CookieTerm(q.Name) == trace.CookieTerm(p.Name)) {
			return q, true
		}
	}
	return trace.Param{}, false
}

// Comparison returns the pairs of c as text. A letter says in which flow a message is.
func (t Terminal) Comparison(c Comparison) string {
	text := t.Wrap("", "A  "+Heading(c.A.Title(), c.A.User())+" · "+Summary(c.A)) + "\n" +
		t.Wrap("", "B  "+Heading(c.B.Title(), c.B.User())+" · "+Summary(c.B)) + "\n\n"
	narrower := t
	narrower.Width = t.width() - 2
	for _, p := range c.Pairs {
		narrower.names = max(narrower.names, visible(t.between(p.Any())))
	}
	for _, p := range c.Pairs {
		sign := map[string]string{"same": "=", "differs": "!", "only in A": "A", "only in B": "B"}[p.Outcome()]
		text += sign + " " + narrower.line(p.Any(), 0) + "\n"
		for _, d := range p.Differences {
			text += t.Wrap(indent, d) + "\n"
		}
	}
	if c.Missing > 0 {
		text += fmt.Sprintf("\n%s are not compared, because the flows are too long.\n", Plural(c.Missing, "message"))
	}
	return text + "\n" + t.Plain(verdictOf(c)) + "\n"
}

func verdictOf(c Comparison) string {
	if c.Differing() == 0 {
		return "The messages are the same."
	}
	return Plural(c.Differing(), "difference") + "."
}
