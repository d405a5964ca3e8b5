package main

import (
	"fmt"
	"slices"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/trace"
)

// The columns of a sequence diagram: the first lane, and the distance to the next.
const firstLane, nextLane = 9, 24

// sequence returns a flow as a text: a column for each role, and for each message a line that says what it
// is, above its arrow.
func sequence(f flow.Flow) string {
	lanes := flowview.NewDiagram(f).Lanes
	var b strings.Builder
	heads := newLine(len(lanes), ' ')
	for i, key := range lanes {
		name := flowview.Party(key)
		heads.put(column(i)-len([]rune(name))/2, name)
	}
	b.WriteString(heads.String())
	b.WriteString(newLine(len(lanes), '│').String())
	for _, h := range f.Hops {
		from, to := column(slices.Index(lanes, h.From)), column(slices.Index(lanes, h.To))
		label := newLine(len(lanes), '│')
		label.put(min(from, to)+2, fmt.Sprintf("%d %s %s %d", h.N, h.Method, h.Path(), h.Status))
		b.WriteString(label.String())
		b.WriteString(arrow(len(lanes), from, to, h.Channel))
	}
	return b.String()
}

func column(lane int) int { return firstLane + lane*nextLane }

// arrow returns the line of an arrow. A message of a role to itself has none.
func arrow(lanes, from, to int, channel trace.Channel) string {
	shaft := "─"
	if channel == trace.Front {
		shaft = "╌"
	}
	line := newLine(lanes, '│')
	switch {
	case from < to:
		line.put(from, "├"+strings.Repeat(shaft, to-from-2)+"▶")
	case from > to:
		line.put(to+1, "◀"+strings.Repeat(shaft, from-to-2)+"┤")
	}
	return line.String()
}

// line is a line of the diagram.
type line []rune

// newLine returns a line with the mark in the column of each lane.
func newLine(lanes int, mark rune) line {
	l := line([]rune(strings.Repeat(" ", column(lanes-1)+nextLane)))
	for i := range lanes {
		l[column(i)] = mark
	}
	return l
}

// put writes text into the line, at most to its end.
func (l line) put(at int, text string) { copy(l[max(at, 0):], []rune(text)) }

// String returns the line without spaces at its end.
func (l line) String() string { return strings.TrimRight(string(l), " ") + "\n" }
