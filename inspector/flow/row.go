package flow

import (
	"slices"

	"quartet.example/shared/trace"
)

// Row is one line in the list of messages: one message, or several that differ only in their time
// and values, such as 11 × POST /notes.
type Row struct{ Hops []*Hop }

// First returns the first message of the row.
func (r Row) First() *Hop { return r.Hops[0] }

// Count returns the number of messages.
func (r Row) Count() int { return len(r.Hops) }

// Chips returns the masked values that all messages of the row have.
func (r Row) Chips() []trace.Param {
	return slices.DeleteFunc(r.First().Chips(), func(p trace.Param) bool {
		return slices.ContainsFunc(r.Hops, func(h *Hop) bool { return !carries(h, p) })
	})
}

// carries reports whether request or response of h has a parameter or header with the name and the
// fingerprint of p.
func carries(h *Hop, p trace.Param) bool {
	return slices.ContainsFunc(h.Values(), func(q trace.Param) bool { return q.Name == p.Name && q.Print == p.Print })
}

// maxRepeated is the length of the longest sequence of messages whose repetitions are put together.
// A call through the client's proxy is a sequence of two, or of three if the API introspects the
// token.
const maxRepeated = 4

// Rows returns the messages of the flow as rows. If a sequence of messages is repeated at once, the
// first of each repetition are one row, the second are the next row, and so on. Each message is in
// exactly one row.
func (f Flow) Rows() []Row {
	var rows []Row
	for rest := f.Hops; len(rest) > 0; {
		length, times := repeated(rest)
		for i := range length {
			row := Row{}
			for n := range times {
				row.Hops = append(row.Hops, rest[n*length+i])
			}
			rows = append(rows, row)
		}
		rest = rest[length*times:]
	}
	return rows
}

// repeated returns the length of the shortest sequence at the start of hops that is repeated, and
// how many times it is there. If none is repeated, it returns 1 and 1.
func repeated(hops []*Hop) (length, times int) {
	for length := 1; length <= min(maxRepeated, len(hops)/2); length++ {
		times := 1
		for n := length; n+length <= len(hops) && slices.EqualFunc(hops[:length], hops[n:n+length], alike); n += length {
			times++
		}
		if times > 1 {
			return length, times
		}
	}
	return 1, 1
}

// alike reports whether two messages look the same in the list. A message that was refused, or has
// no response yet, is like no other.
func alike(a, b *Hop) bool {
	return a.Done() && b.Done() && !a.Refused() && !b.Refused() &&
		a.From == b.From && a.To == b.To && a.Channel == b.Channel && a.Method == b.Method && a.Path() == b.Path() &&
		a.Status == b.Status && len(a.Checks) == len(b.Checks)
}
