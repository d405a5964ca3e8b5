package ui

import (
	"strconv"
	"strings"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/trace"
)

// detail is the data of the pane about one message.
type detail struct {
	*flow.Hop
	In         flow.Flow
	Prev, Next *flow.Hop
	Now        time.Time // for the lifetime of tokens
	Detail     sides
	Tokens     []flowview.Token
	Curl       flowview.Command
}

// sides are the parameters and headers of request and response.
type sides struct{ Sent, Headers, Returned, Answered []param }

func newDetail(h *flow.Hop, in flow.Flow) detail {
	d := detail{Hop: h, In: in, Tokens: flowview.Tokens(h, in), Curl: flowview.Curl(h, in)}
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
	d.Detail.Sent, d.Detail.Headers = d.sorted("q", h.Params, h.Headers)
	if h.Answer != nil {
		d.Detail.Returned, d.Detail.Answered = d.sorted("a", h.Answer.Params, h.Answer.Headers)
	}
	return d
}

// Decisive returns the passed checks that stop an attack by themselves. If the message was refused
// they are among Further, because the check that refused it decided.
func (d detail) Decisive() []trace.Checked {
	return d.passed(func(c trace.Checked) bool { return c.Decisive != "" && len(d.Failures()) == 0 })
}

// Further returns the other passed checks.
func (d detail) Further() []trace.Checked {
	return d.passed(func(c trace.Checked) bool { return c.Decisive == "" || len(d.Failures()) > 0 })
}

func (d detail) passed(wanted func(trace.Checked) bool) []trace.Checked {
	var list []trace.Checked
	for _, c := range d.Checks {
		if c.OK && wanted(c) {
			list = append(list, c)
		}
	}
	return list
}

// Compared and Differences compare the two records of the message.
func (d detail) Compared() bool { return flowview.Compared(d.Hop) }

// Differences is described with Compared.
func (d detail) Differences() []flowview.Difference { return flowview.Differences(d.Hop) }

// sorted separates the headers that belong to the protocol, which are listed with the parameters,
// from the other headers. side is the first part of the ids.
func (d detail) sorted(side string, list, headers []trace.Param) (main, other []param) {
	var protocol, rest []trace.Param
	for i, p := range headers {
		if isBasic(p) && i+1 < len(headers) && headers[i+1].Name == "client_id" {
			continue // the parts follow, each with its meaning
		}
		if isProtocol(p.Name) {
			protocol = append(protocol, p)
		} else {
			rest = append(rest, p)
		}
	}
	main = append(d.params(side+"h-", protocol), d.params(side+"-", flowview.Ordered(list))...)
	return main, d.params(side+"o-", rest)
}

// isBasic reports whether p has the credentials of a client (RFC 6749 §2.3.1).
func isBasic(p trace.Param) bool {
	return p.Name == "Authorization" && strings.EqualFold(p.Attrs, "Basic")
}

func isProtocol(header string) bool {
	switch header {
	case "Authorization", "client_id", "client_secret", "Dpop", "Location", "Www-Authenticate", "X-Csrf-Token", "Dpop-Nonce":
		return true
	}
	return false
}

// param is a parameter with its entry in the dictionary, and the other messages of the flow that
// contain the same value.
type param struct {
	trace.Param
	ID        string // of its explanation in the page
	Place     string // where it was, if that differs from the one before
	Long      bool   // does not fit on the line of its name
	Entry     trace.Entry
	Also      []*flow.Hop
	Challenge []*flow.Hop // messages with the code challenge for this verifier
	Token     int         // number of its card, or 0
}

func (d detail) params(side string, list []trace.Param) []param {
	all := make([]param, len(list))
	for i, p := range list {
		all[i] = param{
			Param: p, ID: side + strconv.Itoa(i), Entry: trace.Lookup(p.In, p.Name), Token: d.card(p),
			Long: !p.Masked && len(p.Name)+len(p.Value) > 24, Also: alsoIn(p.Print, d.Hop, d.In), Challenge: alsoIn(p.S256, d.Hop, d.In),
		}
		if i == 0 || list[i-1].In != p.In {
			all[i].Place = placeOf(p)
		}
	}
	return all
}

// placeOf returns the words above the parameters of a place.
func placeOf(p trace.Param) string {
	if p.In == trace.InHeader && (p.Name == "client_id" || p.Name == "client_secret") {
		return "Authorization: Basic"
	}
	return map[string]string{
		trace.InQuery: "in the query", trace.InBody: "in the body", trace.InHeader: "in headers", trace.InCookie: "cookies",
		trace.InSetCookie: "cookies that are set", trace.InLocation: "in the redirect", trace.InFragment: "in the fragment of the redirect",
	}[p.In]
}

// card returns the number of the card of the token in p, from 1, or 0 if it is none.
func (d detail) card(p trace.Param) int {
	for i, t := range d.Tokens {
		if t.Param.Name == p.Name && t.Param.In == p.In && t.Param.JWT == p.JWT && t.Param.Print == p.Print {
			return i + 1
		}
	}
	return 0
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
