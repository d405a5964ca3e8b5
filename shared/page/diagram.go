package page

import "slices"

// Diagram is a sequence diagram: a lane for each role, and the messages between them in their
// order. Where there is no room for lanes, it is a list with the same content. Pages that use it link
// to its stylesheet: {{asset "diagram.css"}}.
type Diagram struct {
	ID    string // id of the list; "" for none
	Label string // what the messages are, for readers who do not see the drawing
	Lanes []Lane // at most 8
	Rows  []Message
	Small bool // a picture beside a text: smaller, and without what was decided
}

// Lane is a column of a Diagram.
type Lane struct {
	Role string // key of a role, for mark and colour
	Name string // empty: the name of the role
	Note string // a sentence about the role; "" for none
}

// Message is a row of a Diagram: one message, or several that are alike.
type Message struct {
	ID           string // id of the row; "" for none
	Say          string // the message as one sentence, for readers who do not see the drawing
	Href         string // address of the page with the whole message; "" for no link
	Current      bool   // this is the message whose details are shown
	N            int
	From, To     int    // indexes of lanes
	Channel      string // front or back
	Text         string // what the message does, in plain words; "" for none
	Method, Path string
	Status       int
	State        string // passed, refused, held, waiting or plain
	Verdict      string // what was decided
	Error        string // OAuth error code
	Took         string
	Chips        []Value
	Mark         string // what is said about the message if the page follows a value; "" for nothing
	Dim          bool   // the page follows a value, and this message does not carry it
	Redirect     *Redirect
	Alike        []Message // all messages, if the row stands for several
	Open         bool      // the row that stands for several is open
	Version      string    // text that differs if the row is shown differently, for a script; "" for none
	Same         bool      // write a placeholder only: the script has the row already
}

// Value is a value of a message: its name, and its fingerprint if it is masked. Href leads to all
// messages with the value; "" for no link.
type Value struct{ Name, Chip, Href string }

// Redirect is what a response passes on through the browser (RFC 6749 §1.7).
type Redirect struct {
	Status   int
	Target   string // where the browser goes
	Values   []Value
	More     int      // number of values that are not in Values
	Visible  []string // who can see the values; empty if there are none
	Next     int      // number of the request that follows; 0 for none
	NextHref string
}

// lastLane is the number of lanes that the stylesheet has columns for.
const lastLane = 8

// Columns returns the number of lanes.
func (d Diagram) Columns() int { return min(max(len(d.Lanes), 1), lastLane) }

// Heads returns the lanes that are drawn.
func (d Diagram) Heads() []Lane { return d.Lanes[:min(len(d.Lanes), lastLane)] }

// Explained reports whether a lane has a note, which is then read out.
func (d Diagram) Explained() bool {
	return slices.ContainsFunc(d.Lanes, func(l Lane) bool { return l.Note != "" })
}

// place is a row, and where it is drawn.
type place struct {
	Message
	in Diagram
}

// Placed returns the rows with their places in the drawing.
func (d Diagram) Placed() []place { return d.place(d.Rows) }

func (d Diagram) place(rows []Message) []place {
	all := make([]place, len(rows))
	for i, m := range rows {
		all[i] = place{m, d}
	}
	return all
}

// Several returns all messages of a row that stands for several.
func (p place) Several() []place { return p.in.place(p.Alike) }

// Glyph returns the sign beside what was decided.
func (p place) Glyph() string {
	switch p.State {
	case "passed":
		return "ok"
	case "refused", "waiting":
		return p.State
	case "held":
		return "waiting"
	}
	return ""
}

// Front reports whether the message goes through the browser.
func (p place) Front() bool { return p.Channel == "front" }

// First and Last return the numbers of the leftmost and the rightmost lane that the message touches,
// from 1.
func (p place) First() int { return min(p.Start(), p.End()) }

// Last is described with First.
func (p place) Last() int { return max(p.Start(), p.End()) }

// Start and End return the numbers of the lanes of sender and receiver, from 1.
func (p place) Start() int { return min(max(p.From+1, 1), p.in.Columns()) }

// End is described with Start.
func (p place) End() int { return min(max(p.To+1, 1), p.in.Columns()) }

// Direction returns where the arrow points: right, left, or here if a role calls itself.
func (p place) Direction() string {
	switch {
	case p.Start() < p.End():
		return "right"
	case p.Start() > p.End():
		return "left"
	}
	return "here"
}

// Sender and Receiver return the lanes of the message.
func (p place) Sender() Lane { return p.in.lane(p.Start()) }

// Receiver is described with Sender.
func (p place) Receiver() Lane { return p.in.lane(p.End()) }

func (d Diagram) lane(number int) Lane {
	if number > len(d.Lanes) {
		return Lane{}
	}
	return d.Lanes[number-1]
}

// Known reports whether the role has a mark.
func (l Lane) Known() bool { _, ok := roles[l.Role]; return ok }

// Title returns the name above the lane.
func (l Lane) Title() string {
	if l.Name != "" {
		return l.Name
	}
	return RoleName(l.Role)
}

// Class returns the class that gives the lane its colour.
func (l Lane) Class() string {
	if !l.Known() {
		return "of-other"
	}
	return "of-" + l.Role
}
