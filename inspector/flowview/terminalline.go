package flowview

import (
	"fmt"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

const (
	narrow   = 26  // columns for sender and receiver of a message whose flow is not known
	longest  = 24  // characters of the name of a sender or receiver
	longPath = 200 // characters of a method and path
)

// Legend says what the words and arrows of the channels mean.
func (t Terminal) Legend() string {
	return t.Wrap("", "FRONT ~~> through a browser · BACK ──> directly, without a browser")
}

// line returns number, channel, sender and receiver, method and path, status, and duration in columns.
// A path that has no room is in the next line.
func (t Terminal) line(h *flow.Hop, total int) string {
	number := fmt.Sprintf("%3d", h.N)
	if total > 0 {
		number += fmt.Sprintf("/%-3d", total)
	}
	channel, colour := "BACK ", "36"
	if isFront(h) {
		channel, colour = "FRONT", "33"
	}
	status := "   "
	if h.Status != 0 {
		status = fmt.Sprintf("%3d", h.Status)
	}
	start := t.Plain(number) + " " + t.Paint(colour, channel) + " " + t.pad(t.between(h), max(t.names, narrow)) + " "
	end := " " + status + " " + fmt.Sprintf("%7s", t.Plain(Took(h.Took())))
	room := max(t.width()-visible(start)-visible(end), 0)
	what, below := t.Plain(Clip(h.Method+" "+h.Path(), longPath)), ""
	if visible(what) > room {
		what, below = "", "\n"+t.Wrap(indent, what)
	}
	return strings.TrimRight(start+t.pad(what, room)+end, " ") + below
}

// between returns sender and receiver, with the arrow of the channel.
func (t Terminal) between(h *flow.Hop) string {
	arrow := "──>"
	if isFront(h) {
		arrow = "~~>"
	}
	return t.Plain(t.name(h.From) + " " + arrow + " " + t.name(h.To))
}

// name returns a short name of a sender or receiver.
func (t Terminal) name(key string) string {
	switch key {
	case trace.AuthServer:
		return "Auth server"
	case trace.NaiveAS:
		return "Careless server"
	case trace.OtherAS:
		return "Other server"
	case trace.Service:
		return "Program"
	}
	return t.Plain(Clip(Party(key), longest))
}
