package flowview

import (
	"fmt"
	"html"
	"slices"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// maxDrawn is the number of rows in a drawing. A line below them says how many are missing.
const maxDrawn = 500

// Drawing is a diagram as SVG. The colours are attributes, because the style sheet of a page cannot
// reach into an image, and some programs for slides ignore style sheets. Each element also has a class,
// so that a page that contains the drawing can set other colours.
type Drawing struct {
	Diagram
	Inline bool                     // part of an HTML page; else a file with background, title and legend
	Href   func(h *flow.Hop) string // address of a message, for a link; nil for none

	out  strings.Builder
	tops []int // y of the arrow of each row
}

// SVG returns the drawing.
func (d *Drawing) SVG() string {
	d.out.Reset()
	missing := max(len(d.Rows)-maxDrawn, 0)
	d.Rows = d.Rows[:min(len(d.Rows), maxDrawn)]
	bottom := d.layOut()
	d.open(bottom)
	for i, key := range d.Lanes {
		d.lane(i, key, bottom)
	}
	for i := range d.Rows {
		d.row(i)
	}
	if missing > 0 {
		d.text(d.x(0), bottom+20, "muted", 14, "middle", fmt.Sprintf("%d more rows", missing))
	}
	if !d.Inline {
		d.legend(bottom + 44)
	}
	d.out.WriteString("</svg>\n")
	return d.out.String()
}

// layOut sets the position of each row, and returns the y at which the lanes end.
func (d *Drawing) layOut() int {
	y := d.headY() + headHeight + 20
	d.tops = d.tops[:0]
	for _, r := range d.Rows {
		d.tops = append(d.tops, y+32)
		y += rowHeight(r)
	}
	return y + 16
}

func rowHeight(r Row) int {
	height := 68
	if r.First().Refused() {
		height += 18
	}
	if r.Redirect != nil {
		height += 44
	}
	if r.Redirect != nil && len(r.Redirect.Values) > 0 {
		height += 36
	}
	return height
}

func (d *Drawing) open(bottom int) {
	width, height := d.width(), bottom+24
	if !d.Inline {
		height += 56
	}
	title := html.EscapeString(Printable(Heading(d.Flow.Title(), d.Flow.User())))
	fmt.Fprintf(&d.out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d"%s%s`, width, height, width, height, d.colour("font-family", sans), d.colour("fill", ink))
	if d.Inline {
		fmt.Fprintf(&d.out, ` class="drawing" role="group" aria-label="Diagram of %s">`, title)
		return
	}
	d.out.WriteString(` role="img" aria-labelledby="title desc">`)
	fmt.Fprintf(&d.out, "\n<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n", title, html.EscapeString(Printable(d.described())))
	fmt.Fprintf(&d.out, `<rect class="paper" width="%d" height="%d" fill="%s"/>`+"\n", width, height, paper)
	d.text(edge, 54, "ink", 28, "start", Heading(d.Flow.Title(), d.Flow.User()), `font-weight="650"`)
	d.text(edge, 82, "muted", 16, "start", Summary(d.Flow))
}

// described returns all messages as sentences, for readers who do not see the drawing.
func (d *Drawing) described() string {
	sentences := make([]string, len(d.Rows))
	for i, r := range d.Rows {
		sentences[i] = sentenceOf(r)
	}
	return strings.Join(sentences, ". ") + "."
}

func sentenceOf(r Row) string {
	if r.Count() > 1 {
		return Repeated(r.Row)
	}
	return Sentence(r.First())
}

// row draws a message, what was decided, and the redirect in its response.
func (d *Drawing) row(i int) {
	r := d.Rows[i]
	if d.Href != nil {
		d.cover(r, d.tops[i])
	}
	d.number(r, d.tops[i])
	d.arrow(r, d.tops[i])
	d.label(r, d.tops[i])
	if r.Redirect != nil {
		d.redirect(r, d.tops[i])
	}
	if d.Href != nil {
		d.out.WriteString("</g></g>")
	}
	d.out.WriteString("\n")
}

// cover draws the link of a row as an area without text, and opens a group for what is visible. The
// label of the link says what the drawing shows, in other words (WCAG 2.2 §2.5.3 is about text in the
// link itself).
func (d *Drawing) cover(r Row, y int) {
	h := r.First()
	fmt.Fprintf(&d.out, `<g class="row"><a id="a-%d" href="%s" aria-label="%s"><rect y="%d" width="%d" height="%d"/></a><g aria-hidden="true">`,
		h.N, html.EscapeString(d.Href(h)), html.EscapeString(Printable(sentenceOf(r))), y-32, d.width(), rowHeight(r))
}

// follower returns the y of the request that the browser made because of the redirect, or 0.
func (d *Drawing) follower(r *Redirect) int {
	if r.Follow == nil {
		return 0
	}
	i := slices.IndexFunc(d.Rows, func(other Row) bool {
		return slices.ContainsFunc(other.Hops, func(h *flow.Hop) bool { return h.First == r.Follow.First })
	})
	if i < 0 {
		return 0
	}
	return d.tops[i]
}

func isFront(h *flow.Hop) bool { return h.Channel == trace.Front }

// channelWords says how a message was sent.
func channelWords(h *flow.Hop) string {
	if isFront(h) {
		return "through the browser"
	}
	return "server to server"
}
