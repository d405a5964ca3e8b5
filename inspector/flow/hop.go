package flow

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"

	"quartet.example/shared/trace"
)

// Hop is one message: a request and its response.
type Hop struct {
	trace.Event        // the most complete record: the receiver's if there is one, else the sender's
	N           int    // its number within the flow, from 1
	First       string // stream id of its first event, which is also the id of the hop
	Last        string // stream id of its latest event
	Began       time.Time
	Sent        *trace.Event
	Received    *trace.Event
	Held        bool   // step mode holds it now
	Freed       string // why step mode released it: a step.Reason, or "" if it was not held
}

// Done reports whether the message was answered, or failed.
func (h *Hop) Done() bool { return h.Kind != trace.Request }

// Path returns the path of the URL.
func (h *Hop) Path() string {
	u, err := url.Parse(h.URL)
	if err != nil || u.Path == "" {
		return h.URL
	}
	return u.EscapedPath()
}

// Host returns the host of the URL.
func (h *Hop) Host() string {
	u, err := url.Parse(h.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// Took returns the duration from request to response.
func (h *Hop) Took() time.Duration { return time.Duration(h.Duration) * time.Microsecond }

// Passed returns the number of checks that passed.
func (h *Hop) Passed() int { return len(h.Checks) - len(h.Failures()) }

// Failures returns the checks that failed.
func (h *Hop) Failures() []trace.Checked {
	var failed []trace.Checked
	for _, c := range h.Checks {
		if !c.OK {
			failed = append(failed, c)
		}
	}
	return failed
}

// Refused reports whether the request was refused, or never arrived. A user who does not give consent
// makes a choice, so that is no refusal.
func (h *Hop) Refused() bool {
	return h.Kind == trace.Failure || h.Error != "" && !h.Denied() || h.Status >= 400 || len(h.Failures()) > 0
}

// Denied reports whether the message says that the user did not give consent (access_denied, RFC
// 6749 §4.1.2.1). Every check passed.
func (h *Hop) Denied() bool {
	return h.Error == "access_denied" && h.Status < 400 && len(h.Failures()) == 0
}

// Values returns all parameters and headers of request and response.
func (h *Hop) Values() []trace.Param {
	all := append(append([]trace.Param(nil), h.Headers...), h.Params...)
	if h.Answer != nil {
		all = append(append(all, h.Answer.Headers...), h.Answer.Params...)
	}
	return all
}

// Chips returns the masked values that link this message to others, each once.
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

// take adds an event to the message.
func (h *Hop) take(e trace.Event) {
	if h.First == "" {
		h.First = e.ID
	}
	h.Last = e.ID
	if began := e.Time.Add(-time.Duration(e.Duration) * time.Microsecond); h.Began.IsZero() || began.Before(h.Began) {
		h.Began = began
	}
	if e.Kind == trace.Held || e.Kind == trace.Released {
		h.Held, h.Freed = e.Kind == trace.Held, e.Why
		e.Kind = trace.Request // it says no more about the message than its request does
	} else if e.Kind != trace.Request {
		h.Held = false // the event of its release may be lost
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

// joined returns the receiver's record once it is complete, because it contains the checks. It
// takes sender, parent and duration from the sender's record.
func (h *Hop) joined() trace.Event {
	if h.Received == nil {
		return *h.Sent
	}
	e := *h.Received
	if h.Sent == nil {
		return e
	}
	if e.Kind == trace.Request && h.Sent.Kind != trace.Request { // the sender has a result, but the receiver has not recorded one
		e = *h.Sent
	}
	e.From, e.Parent = h.Sent.From, h.Sent.Parent
	e.Lab = cmp.Or(e.Lab, h.Sent.Lab)
	if h.Sent.Kind != trace.Request {
		e.Duration = h.Sent.Duration
	}
	return e
}

// After reports whether a is later than b. Both are ids of a Redis stream: two numbers.
func After(a, b string) bool { return compareID(a, b) > 0 }

func compareID(a, b string) int {
	am, as := splitID(a)
	bm, bs := splitID(b)
	return cmp.Or(cmp.Compare(am, bm), cmp.Compare(as, bs))
}

func splitID(id string) (ms, seq uint64) {
	before, after, _ := strings.Cut(id, "-")
	ms, _ = strconv.ParseUint(before, 10, 64) // 0 if id is malformed, which is before all ids
	seq, _ = strconv.ParseUint(after, 10, 64)
	return ms, seq
}
