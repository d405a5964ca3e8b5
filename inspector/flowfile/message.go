package flowfile

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/trace"
)

// message is one message of an HTML file. What an earlier message has too is not repeated: the page
// links to that message.
type message struct {
	*flow.Hop
	Time           string
	Sent, Returned []part
	Passed, Failed []check
	Count          int // of all that passed
	PassedIn       int // number of the earlier message that passed the same checks, or 0
	Like           int // number of the earlier message with the same names, or 0; then Sent and Returned are what differs
}

// check is a check of a message. Entry is the id of the element that explains it, or "" if an earlier
// message links to it.
type check struct {
	trace.Checked
	Entry string
	Times int // how often it was passed in a row, for example for several parameters
}

// part are the parameters in one place of a message.
type part struct {
	Place  string
	Params []item
	Same   []same // further parameters
}

// same are parameters that an earlier message has with the same values.
type same struct {
	In    int // number of that message
	Names []string
	All   bool // they are all that the message shows in this place
}

// item is a parameter. Entry is the id of the element that explains its name, or "".
type item struct {
	trace.Param
	Entry          string
	Header, Claims []item // of a token
	TokenIn        int    // number of the earlier message that shows the token, or 0
	Signatures     []flowview.Signature
	TokenLike      int // number of the earlier message with such a token, or 0; then Header and Claims are what differs
}

// fewest is the smallest number of headers or checks for which the page links to an earlier message.
const fewest = 2

// writer remembers what the messages so far have shown.
type writer struct {
	legend
	flow    flow.Flow
	at      *flow.Hop            // the message that is written
	tokens  map[string]token     // key: fingerprint of the token
	passed  map[string]int       // number of the message; key: ids of the checks
	linked  map[string]bool      // key: id of a check
	first   map[string]*flow.Hop // the first message of each kind; key: see twin
	headers []fieldset
}

// token is a token that message in shows.
type token struct {
	*trace.JWT
	in int
}

// fieldset are the headers that message in shows.
type fieldset struct {
	params []trace.Param
	in     int
}

func messages(f flow.Flow, l legend) []message {
	w := writer{legend: l, flow: f, tokens: map[string]token{}, passed: map[string]int{}, linked: map[string]bool{}, first: map[string]*flow.Hop{}}
	list := make([]message, len(f.Hops))
	for i, h := range f.Hops {
		w.at = h
		list[i] = w.message(h)
	}
	return list
}

func (w *writer) message(h *flow.Hop) message {
	m := message{Hop: h, Time: h.Began.UTC().Format("15:04:05.000")}
	sent, fields, answer := h.Params, h.Headers, answerOf(h)
	if twin := w.twin(h); twin != nil {
		m.Like = twin.N
		sent, fields = differing(sent, twin.Params), differing(fields, twin.Headers)
		before := answerOf(twin)
		answer.Params, answer.Headers = differing(answer.Params, before.Params), differing(answer.Headers, before.Headers)
	}
	m.Sent, m.Returned = w.parts(h.N, sent, fields), w.parts(h.N, answer.Params, answer.Headers)
	for _, c := range h.Checks {
		one := check{c, w.check(c.ID), 1}
		if c.OK && w.linked[c.ID] {
			one.Entry = ""
		}
		w.linked[c.ID] = true
		if c.OK {
			m.Count++
			m.Passed = counted(m.Passed, one)
		} else {
			m.Failed = append(m.Failed, one)
		}
	}
	m.PassedIn = w.passedIn(h.N, m.Passed)
	return m
}

// OneSided reports whether only one of two programs that record a message recorded this one. The browser
// records nothing.
func (m message) OneSided() bool {
	return m.Channel == trace.Back && (m.Hop.Sent == nil || m.Received == nil)
}

// counted adds a check, or counts it if it is the last one again.
func counted(list []check, c check) []check {
	if last := len(list) - 1; last >= 0 && list[last].ID == c.ID {
		list[last].Times++
		return list
	}
	return append(list, c)
}

// twin returns the first message with this one's sender, receiver, address, status and names, or nil if
// it is the first.
func (w *writer) twin(h *flow.Hop) *flow.Hop {
	answer := answerOf(h)
	key := fmt.Sprintf("%q %q %q %q %d", h.From, h.To, h.Method, h.URL, h.Status) + namesOf(h.Params, h.Headers, answer.Params, answer.Headers)
	if first, found := w.first[key]; found {
		return first
	}
	w.first[key] = h
	return nil
}

// namesOf returns a text that is the same for lists of parameters with the same names.
func namesOf(lists ...[]trace.Param) string {
	var b strings.Builder
	for _, params := range lists {
		for _, p := range params {
			fmt.Fprintf(&b, " %q %q", p.In, p.Name)
		}
		b.WriteByte('|')
	}
	return b.String()
}

// answerOf returns the response, which is empty if there is none.
func answerOf(h *flow.Hop) trace.Answer {
	if h.Answer == nil {
		return trace.Answer{}
	}
	return *h.Answer
}

// differing returns those of the params that differ from the earlier ones, which have the same names.
func differing(params, earlier []trace.Param) []trace.Param {
	var list []trace.Param
	for i, p := range params {
		if !reflect.DeepEqual(p, earlier[i]) {
			list = append(list, p)
		}
	}
	return list
}

// passedIn returns the number of the first message that passed exactly these checks, or 0 if that is
// message n.
func (w *writer) passedIn(n int, checks []check) int {
	if len(checks) < fewest {
		return 0
	}
	ids := make([]string, len(checks))
	for i, c := range checks {
		ids[i] = fmt.Sprint(c.ID, c.Times)
	}
	key := fmt.Sprintf("%q", ids)
	if first, found := w.passed[key]; found {
		return first
	}
	w.passed[key] = n
	return 0
}

// parts returns the parameters of message n by their places, in the order in which the places appear,
// and then the headers.
func (w *writer) parts(n int, params, fields []trace.Param) []part {
	fields, repeated := w.split(n, fields)
	var parts []part
	at := func(in string) *part {
		place := flowview.Place(in)
		i := slices.IndexFunc(parts, func(one part) bool { return one.Place == place })
		if i < 0 {
			i, parts = len(parts), append(parts, part{Place: place})
		}
		return &parts[i]
	}
	for _, p := range slices.Concat(params, fields) {
		one := at(p.In)
		one.Params = append(one.Params, w.item(n, p))
	}
	if len(repeated) > 0 {
		at(trace.InHeader).Same = repeated
	}
	return parts
}

// split divides headers into those to show, and those that earlier messages show with the same values.
func (w *writer) split(n int, fields []trace.Param) (show []trace.Param, repeated []same) {
	for {
		best, rest := same{}, fields
		for _, earlier := range w.headers {
			if names, others := earlier.cover(fields); len(names) >= fewest && len(names) > len(best.Names) {
				best, rest = same{earlier.in, names, len(names) == len(earlier.params)}, others
			}
		}
		if best.In == 0 {
			break
		}
		repeated, fields = append(repeated, best), rest
	}
	if len(fields) >= fewest {
		w.headers = append(w.headers, fieldset{fields, n})
	}
	return fields, repeated
}

// cover returns the names of the headers that s has too, and the other headers.
func (s fieldset) cover(fields []trace.Param) (names []string, others []trace.Param) {
	for _, p := range fields {
		if slices.ContainsFunc(s.params, func(e trace.Param) bool { return reflect.DeepEqual(e, p) }) {
			names = append(names, p.Name)
		} else {
			others = append(others, p)
		}
	}
	return names, others
}

// item returns a parameter of message n. The content of a token is shown once.
func (w *writer) item(n int, p trace.Param) item {
	v := item{Param: p, Entry: w.term(p)}
	if p.JWT == nil {
		return v
	}
	before, found := w.tokens[p.Print]
	if found && before.in < n && reflect.DeepEqual(before.Header, p.JWT.Header) && reflect.DeepEqual(before.Claims, p.JWT.Claims) {
		v.TokenIn = before.in
		return v
	}
	if !found && p.Print != "" {
		w.tokens[p.Print] = token{p.JWT, n}
	}
	v.Signatures = flowview.Signatures(p, w.at, w.flow)
	header, claims := p.JWT.Header, p.JWT.Claims
	if first := w.like(n, p); first.in > 0 {
		v.TokenLike, header, claims = first.in, differing(header, first.Header), differing(claims, first.Claims)
	}
	for _, member := range header {
		v.Header = append(v.Header, w.item(n, member))
	}
	for _, member := range claims {
		v.Claims = append(v.Claims, w.item(n, member))
	}
	return v
}

// like returns the first token whose parameter, header and claims have the same names, or nothing if it
// is this one.
func (w *writer) like(n int, p trace.Param) token {
	key := "token " + p.Name + namesOf(p.JWT.Header, p.JWT.Claims)
	if first, found := w.tokens[key]; found && first.in < n {
		return first
	}
	w.tokens[key] = token{p.JWT, n}
	return token{}
}
