package flow

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"

	"quartet.example/shared/trace"
)

// Hop is one message and its answer.
type Hop struct {
	trace.Event        // the fullest account: what the receiver saw, else the sender
	N           int    // its place in its flow, from 1
	First       string // stream id of its first event: the hop's own id
	Last        string // stream id of its latest event
	Began       time.Time
	Sent        *trace.Event
	Received    *trace.Event
}

// Done tells whether it was answered, or failed.
func (h *Hop) Done() bool { return h.Kind != trace.Request }

// Path is the path of the URL.
func (h *Hop) Path() string {
	u, err := url.Parse(h.URL)
	if err != nil || u.Path == "" {
		return h.URL
	}
	return u.EscapedPath()
}

// Host is the host of the URL.
func (h *Hop) Host() string {
	u, err := url.Parse(h.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// Took is how long it took.
func (h *Hop) Took() time.Duration { return time.Duration(h.Duration) * time.Microsecond }

// Passed counts the checks that passed.
func (h *Hop) Passed() int { return len(h.Checks) - len(h.Failures()) }

// Failures are the checks that failed.
func (h *Hop) Failures() []trace.Checked {
	var failed []trace.Checked
	for _, c := range h.Checks {
		if !c.OK {
			failed = append(failed, c)
		}
	}
	return failed
}

// Refused tells whether it was turned away, or never arrived.
func (h *Hop) Refused() bool {
	return h.Kind == trace.Failure || h.Error != "" || h.Status >= 400 || len(h.Failures()) > 0
}

// Values are all parameters, of request and answer, headers included.
func (h *Hop) Values() []trace.Param {
	all := append(append([]trace.Param(nil), h.Headers...), h.Params...)
	if h.Answer != nil {
		all = append(append(all, h.Answer.Headers...), h.Answer.Params...)
	}
	return all
}

// Chips are the masked values that link this message to others, once each.
func (h *Hop) Chips() []trace.Param {
	var chips []trace.Param
	seen := map[string]bool{}
	for _, p := range h.Values() {
		if p.Print != "" && !seen[p.Name+p.Print] && isShownAsChip(p) {
			seen[p.Name+p.Print] = true
			chips = append(chips, p)
		}
	}
	return chips
}

func isShownAsChip(p trace.Param) bool {
	if p.Name == "Authorization" {
		return true
	}
	return p.Masked && trace.Lookup(p.In, p.Name).Links && p.In != trace.InCookie && p.In != trace.InSetCookie
}

// take adds what an event tells.
func (h *Hop) take(e trace.Event) {
	if h.First == "" {
		h.First = e.ID
	}
	h.Last = e.ID
	if began := e.Time.Add(-time.Duration(e.Duration) * time.Microsecond); h.Began.IsZero() || began.Before(h.Began) {
		h.Began = began
	}
	sight := &h.Received
	if e.Side == trace.Sender {
		sight = &h.Sent
	}
	if *sight == nil || e.Kind != trace.Request {
		*sight = &e
	}
	h.Event = h.joined()
}

// joined prefers the receiver's account once it is complete: it holds the
// checks. Sender and duration are the sender's.
func (h *Hop) joined() trace.Event {
	if h.Received == nil {
		return *h.Sent
	}
	e := *h.Received
	if h.Sent == nil {
		return e
	}
	if e.Kind == trace.Request && h.Sent.Kind != trace.Request { // it was answered, or cut, on the way
		e = *h.Sent
	}
	e.From, e.Parent = h.Sent.From, h.Sent.Parent
	if h.Sent.Kind != trace.Request {
		e.Duration = h.Sent.Duration
	}
	return e
}

// After compares two ids of a Redis stream, which are two numbers.
func After(a, b string) bool { return compareID(a, b) > 0 }

func compareID(a, b string) int {
	am, as := splitID(a)
	bm, bs := splitID(b)
	return cmp.Or(cmp.Compare(am, bm), cmp.Compare(as, bs))
}

func splitID(id string) (ms, seq uint64) {
	before, after, _ := strings.Cut(id, "-")
	ms, _ = strconv.ParseUint(before, 10, 64) // 0 for what is no id: before everything
	seq, _ = strconv.ParseUint(after, 10, 64)
	return ms, seq
}
