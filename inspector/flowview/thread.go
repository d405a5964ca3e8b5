package flowview

import (
	"fmt"
	"slices"
	"strings"

	"quartet.example/inspector/flow"
)

// Thread says which messages of a flow contain a value, what it was derived from, and what was derived
// from it. The value itself is masked: Print, its fingerprint, identifies it.
type Thread struct {
	Name, Print string
	Uses        []Use    // the messages that carry it, in order; the first one says where it was created
	From        []Strand // the values that it was derived from
	To          []Strand // the values that were derived from it
	Bound       *Strand  // the code challenge that a code is bound to (RFC 7636 §4.4), or nil
}

// Use is one message that carries a value.
type Use struct {
	Hop      *flow.Hop
	Response bool   // in the response, and not in the request
	Within   string // the token whose claims or header have it, "" for none
}

// Strand is a value that is derived from another one, or that another one is derived from.
type Strand struct {
	How, Name, Print string // How is one of trace.S256 and so on; Print is "" for a public key
	Uses             []Use
}

// Chip returns the first four characters of the fingerprint, which the pages show.
func (t Thread) Chip() string { return t.Print[:min(4, len(t.Print))] }

// Chip returns the first four characters of the fingerprint, "" for a public key.
func (s Strand) Chip() string { return s.Print[:min(4, len(s.Print))] }

// By returns the role that the value comes from: that of the first message that carries it.
func (t Thread) By() string { return t.Uses[0].by() }

func (u Use) by() string {
	if u.Response {
		return u.Hop.To
	}
	return u.Hop.From
}

// NewThread returns the thread of the value with this fingerprint. It returns false if no message of
// f carries it.
func NewThread(f flow.Flow, print string) (Thread, bool) {
	seen := sightings(f)
	name, uses := seen.of(print)
	if print == "" || len(uses) == 0 {
		return Thread{}, false
	}
	t := Thread{Name: name, Print: print, Uses: uses, From: seen.sources(print), To: seen.results(print)}
	if name == "code" {
		t.Bound = seen.challengeBefore(uses[0])
	}
	return t, true
}

// Carries returns how h takes part in the thread: "carries ‹4f2a›", "derived: S256", or "" if it does
// not.
func (t Thread) Carries(h *flow.Hop) string {
	if isIn(t.Uses, h) {
		return "carries ‹" + t.Chip() + "›"
	}
	for _, s := range slices.Concat(t.To, t.From) {
		if isIn(s.Uses, h) {
			return "derived: " + s.How
		}
	}
	return ""
}

func isIn(uses []Use, h *flow.Hop) bool {
	return slices.ContainsFunc(uses, func(u Use) bool { return u.Hop.First == h.First })
}

// Numbered returns the numbers of messages, for example "messages 2, 3 and 7".
func Numbered(uses []Use) string {
	var list []string
	for _, u := range uses {
		list = append(list, fmt.Sprint(u.Hop.N))
	}
	if len(list) == 1 {
		return "message " + list[0]
	}
	last := len(list) - 1
	return "messages " + strings.Join(list[:last], ", ") + " and " + list[last]
}
