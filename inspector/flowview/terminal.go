package flowview

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// Terminal writes messages as text for a terminal. The zero value writes 80 columns without colour.
type Terminal struct {
	Width   int  // columns; 0 is 80
	ASCII   bool // only characters of ASCII
	Colour  bool // with escape codes for colours; text and shape say the same without them
	Verbose bool // also parameters, what they mean, and checks
	Brief   bool // also the parameters of the protocol, in a few lines

	names int // columns for sender and receiver
}

const (
	columns = 80
	indent  = "        " // of lines after the first
)

// Flow returns the title of a flow, and all its messages.
func (t Terminal) Flow(f flow.Flow) string {
	return t.Paint("1", t.Wrap("", Heading(f.Title(), f.User()))) + "\n" + t.Wrap("", Summary(f)) + "\n\n" + t.Messages(f.Hops)
}

// Messages returns the messages of a flow, with a column for sender and receiver that is wide enough for all.
func (t Terminal) Messages(hops []*flow.Hop) string {
	var b strings.Builder
	for _, h := range hops {
		t.names = max(t.names, visible(t.between(h)))
	}
	for _, h := range hops {
		b.WriteString(t.Message(h, len(hops)))
	}
	return b.String()
}

// Message returns one message: one line, one more if it was refused, and with Verbose its parameters and
// checks. total is the number of messages in its flow, 0 if that is not known.
func (t Terminal) Message(h *flow.Hop, total int) string {
	var b strings.Builder
	b.WriteString(t.line(h, total) + "\n")
	if h.Refused() {
		b.WriteString(t.Paint("31", t.Wrap(indent, "✕ "+refusal(Row{Row: flow.Row{Hops: []*flow.Hop{h}}}))) + "\n")
	}
	switch {
	case t.Verbose:
		t.details(&b, h)
	case t.Brief:
		t.brief(&b, h)
	}
	return b.String()
}

func (t Terminal) details(b *strings.Builder, h *flow.Hop) {
	b.WriteString(t.Wrap(indent, h.URL) + "\n")
	t.params(b, "", Ordered(h.Params))
	t.params(b, "", h.Headers)
	if h.Answer != nil {
		t.params(b, "<- ", Ordered(h.Answer.Params))
		t.params(b, "<- ", h.Answer.Headers)
	}
	for _, c := range h.Checks {
		outcome := "passed"
		if !c.OK {
			outcome = "REFUSED"
		}
		b.WriteString(t.Wrap(indent, "check "+c.ID+" "+outcome+": "+c.Meaning+" ("+c.Spec+")") + "\n")
	}
	b.WriteString("\n")
}

// params writes each parameter with its value, and below it what it means and which section says so.
func (t Terminal) params(b *strings.Builder, prefix string, params []trace.Param) {
	for _, p := range params {
		b.WriteString(t.Wrap(indent, prefix+p.Name+" ("+Place(p.In)+") "+t.value(p)) + "\n")
		if e := trace.Lookup(p.In, p.Name); e.Meaning != "" {
			b.WriteString(t.Wrap(indent+"    ", e.Meaning+" "+e.Spec) + "\n")
		}
		if p.JWT != nil {
			t.claims(b, prefix, p.JWT)
		}
	}
}

func (t Terminal) claims(b *strings.Builder, prefix string, token *trace.JWT) {
	for _, p := range append(append([]trace.Param(nil), token.Header...), token.Claims...) {
		b.WriteString(t.Wrap(indent+"    ", prefix+p.Name+" ("+Place(p.In)+") "+t.value(p)) + "\n")
	}
}

func (t Terminal) value(p trace.Param) string {
	switch {
	case p.Masked && p.Print != "":
		return fmt.Sprintf("•••• ‹%s› %d characters", p.Chip(), p.Len)
	case p.Masked:
		return fmt.Sprintf("•••• %d characters", p.Len)
	}
	return p.Value
}

func (t Terminal) width() int {
	if t.Width <= 0 {
		return columns
	}
	return max(t.Width, 40)
}

// Paint returns text with an escape code for its colour or weight (ECMA-48 §8.3.117), such as "1" for bold. Without
// Colour it returns the text.
func (t Terminal) Paint(code, text string) string {
	if !t.Colour {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (t Terminal) pad(text string, n int) string {
	text = t.Plain(text)
	return text + strings.Repeat(" ", max(n-visible(text), 0))
}

// visible returns the number of columns of text, without escape codes of Paint.
func visible(text string) int {
	n := 0
	for {
		before, rest, found := strings.Cut(text, "\x1b[")
		n += utf8.RuneCountInString(before)
		if !found {
			return n
		}
		_, text, _ = strings.Cut(rest, "m")
	}
}

// asciiOf has an ASCII form of the characters that this package writes.
var asciiOf = strings.NewReplacer("──>", "-->", "…", "...", "·", "-", "✕", "x", "•", "*", "‹", "<", "›", ">", "µ", "u", "§", "", "“", `"`, "”", `"`, "’", "'", "–", "-", "⇢", "~>", "→", "->")

// Plain returns text in which everything that could control a terminal is escaped.
func (t Terminal) Plain(text string) string {
	text = Printable(text)
	if !t.ASCII {
		return text
	}
	text = asciiOf.Replace(text)
	var b strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// Wrap breaks text into lines that are not longer than the terminal is wide, and begin with space. A word
// that is longer than a line is broken too.
func (t Terminal) Wrap(space, text string) string {
	room := t.width() - len(space)
	var lines []string
	line := ""
	for _, word := range strings.Fields(t.Plain(text)) {
		for utf8.RuneCountInString(word) > room {
			if line != "" {
				lines, line = append(lines, line), ""
			}
			runes := []rune(word)
			lines, word = append(lines, string(runes[:room])), string(runes[room:])
		}
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > room:
			lines, line = append(lines, line), word
		default:
			line += " " + word
		}
	}
	return space + strings.Join(append(lines, line), "\n"+space)
}
