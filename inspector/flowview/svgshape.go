package flowview

import (
	"fmt"
	"html"
	"strings"

	"quartet.example/shared/page"
	"quartet.example/shared/trace"
)

// Sizes in the units of the drawing, which are CSS pixels at its natural size.
const (
	edge       = 48  // left and right of the text
	margin     = 176 // from the edge of the drawing to the first lane
	gap        = 316 // between two lanes
	headWidth  = 272
	headHeight = 56
	monoWidth  = 0.61 // width of a character of monospaced text, in font sizes
	sansWidth  = 0.53 // average width of a character of other text
	boldWidth  = 0.61 // the same for bold text
)

// Fonts and colours of the light theme of shared/page. The contrast of each to paper is at least 4.5:1
// for text, and 3:1 for lines.
const (
	sans  = `system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif`
	mono  = `ui-monospace, 'Cascadia Mono', 'Noto Sans Mono', 'DejaVu Sans Mono', monospace`
	paper = "#fcfcfa"
	ink   = "#17191d"
	muted = "#555a63"
	line  = "#c2c6cd"
	warm  = "#9a5b00" // through the browser
	cool  = "#1d5fd1" // server to server
	alarm = "#b3231b"
)

var roleColours = map[string]string{
	trace.Browser: "#9a5b00", trace.Client: "#1d5fd1", trace.AuthServer: "#6a3ec7", trace.ResourceServer: "#08756a", trace.Attacker: alarm,
	trace.NaiveClient: "#1d5fd1", trace.NativeApp: "#1d5fd1", trace.NaiveAS: "#6a3ec7", trace.OtherAS: "#6a3ec7", trace.NaiveAPI: "#08756a",
}

func roleColour(key string) string {
	if c, ok := roleColours[key]; ok {
		return c
	}
	return "#666b74"
}

func (d *Drawing) x(lane int) int { return margin + lane*gap }
func (d *Drawing) width() int     { return 2*margin + (len(d.Lanes)-1)*gap }

func (d *Drawing) headY() int {
	if d.Inline {
		return 8
	}
	return 116
}

// colour returns an attribute. A drawing in a page does not have it, because the style sheet of the page
// sets colours and widths.
func (d *Drawing) colour(attribute, value string) string {
	if d.Inline {
		return ""
	}
	return fmt.Sprintf(` %s="%s"`, attribute, value)
}

// shape returns the attributes of a line, or its class: to, way or turn.
func (d *Drawing) shape(class, attributes string) string {
	if d.Inline {
		return fmt.Sprintf(` class="%s"`, class)
	}
	return ` fill="none"` + attributes
}

// text draws one line. anchor is start, middle or end. The text is escaped.
func (d *Drawing) text(x, y int, class string, size int, anchor, s string, attrs ...string) {
	if d.Inline {
		d.inlineText(x, y, class, size, anchor, s, attrs)
		return
	}
	colour := map[string]string{"ink": ink, "muted": muted, "alarm": alarm, "warm": warm}[class]
	fmt.Fprintf(&d.out, `<text class="%s" x="%d" y="%d" font-size="%d"`, class, x, y, size)
	if class != "ink" {
		d.out.WriteString(d.colour("fill", colour))
	}
	if anchor != "start" {
		fmt.Fprintf(&d.out, ` text-anchor="%s"`, anchor)
	}
	for _, a := range attrs {
		d.out.WriteString(" " + a)
	}
	d.out.WriteString(">" + html.EscapeString(Printable(s)) + "</text>")
}

// inlineText draws a line of text whose size, anchor and font are in the style sheet. The label of a
// message has the class w, its details the class m.
func (d *Drawing) inlineText(x, y int, class string, size int, anchor, s string, attrs []string) {
	switch {
	case size == 16 && anchor == "middle":
		class = "w"
	case size == 13 && anchor == "middle":
		class = "m"
	case size != 16:
		class += fmt.Sprintf(" s%d", size)
	}
	if anchor == "middle" && len(class) > 1 {
		class += " mid"
	}
	if len(attrs) == 1 {
		class += " b" // the only other attribute is a weight
	}
	fmt.Fprintf(&d.out, `<text class="%s" x="%d" y="%d">%s</text>`, class, x, y, html.EscapeString(Printable(s)))
}

// over draws a line of text on a background, so that lanes do not cross it. In a page, the style sheet
// makes the background.
func (d *Drawing) over(x, y int, class string, size int, anchor, s string, each float64, attrs ...string) {
	if d.Inline {
		d.text(x, y, class, size, anchor, s, attrs...)
		return
	}
	width := int(float64(len([]rune(Printable(s)))*size)*each) + 12
	left := x - width/2
	if anchor == "start" {
		left = x - 6
	}
	fmt.Fprintf(&d.out, `<rect class="paper" x="%d" y="%d" width="%d" height="%d"%s/>`, left, y-size, width, size+5, d.colour("fill", paper))
	d.text(x, y, class, size, anchor, s, attrs...)
}

// lane draws the head of a lane and its line.
func (d *Drawing) lane(i int, key string, bottom int) {
	x, y, colour := d.x(i), d.headY(), roleColour(key)
	class := "lane lane-other"
	if _, ok := roleColours[key]; ok {
		class = "lane lane-" + key
	}
	fmt.Fprintf(&d.out, `<path class="thread" d="M%d %dV%d" stroke-width="2"%s/>`, x, y+headHeight, bottom, d.colour("stroke", line))
	fmt.Fprintf(&d.out, `<g class="%s"%s stroke-width="2"><rect class="paper" x="%d" y="%d" width="%d" height="%d" rx="10"%s/>`,
		class, d.colour("stroke", colour), x-headWidth/2, y, headWidth, headHeight, d.colour("fill", paper))
	above, name := laneName(key)
	half := int(float64(len([]rune(name))*18)*boldWidth+34) / 2
	d.mark(key, x-half, y+headHeight/2-12)
	d.out.WriteString(`</g>`)
	if above == "" {
		d.text(x-half+34, y+headHeight/2+6, "ink", 18, "start", name, `font-weight="650"`)
	} else {
		d.text(x-half+34, y+headHeight/2-4, "ink", 18, "start", above, `font-weight="650"`)
		d.text(x-half+34, y+headHeight/2+18, "ink", 18, "start", name, `font-weight="650"`)
	}
	d.out.WriteString("\n")
}

// laneName returns the name of a lane, in two lines if it is too long for one.
func laneName(key string) (above, name string) {
	const room = 24
	name = Party(key)
	if first, rest, found := strings.Cut(name, " "); found && len(name) > room && len(rest) <= room {
		return first, rest
	}
	return "", Clip(name, room)
}

// mark draws the mark of a role, 24 units wide. Other programs have a square.
func (d *Drawing) mark(key string, x, y int) {
	shape := `<rect x="2.5" y="2.5" width="11" height="11" stroke-dasharray="2 2"/>`
	if m, err := page.Mark(key); err == nil {
		_, rest, _ := strings.Cut(string(m), ">")
		shape = strings.TrimSuffix(rest, "</svg>")
	}
	fmt.Fprintf(&d.out, `<g transform="translate(%d %d) scale(1.5)" stroke-width="1.4" stroke-linejoin="round" fill="none">%s</g>`, x, y, shape)
}

// number draws the number of a message, or those of the first and the last of a row.
func (d *Drawing) number(r Row, y int) {
	text := fmt.Sprint(r.First().N)
	if r.Count() > 1 {
		text += fmt.Sprintf("–%d", r.Hops[r.Count()-1].N)
	}
	d.text(edge, y+5, "muted", 16, "start", text)
}

// arrow draws the line from sender to receiver: dashed through the browser, solid from server to
// server. A refused message ends in a cross.
func (d *Drawing) arrow(r Row, y int) {
	h := r.First()
	from, to := d.x(r.From), d.x(r.To)
	class, colour, dash := "back", cool, ""
	if isFront(h) {
		class, colour, dash = "front", warm, ` stroke-dasharray="8 6"`
	}
	fmt.Fprintf(&d.out, `<g class="%s"%s%s%s>`, class, d.colour("stroke", colour), d.colour("fill", colour), d.colour("stroke-width", "2.5"))
	var shaft string
	switch {
	case from == to:
		shaft = fmt.Sprintf("M%d %dh56v16H%d", from, y-8, to+12)
		d.head(to, y+8, -1)
	case from < to:
		shaft = fmt.Sprintf("M%d %dH%d", from, y, to-12)
		d.head(to, y, 1)
	default:
		shaft = fmt.Sprintf("M%d %dH%d", from, y, to+12)
		d.head(to, y, -1)
	}
	fmt.Fprintf(&d.out, `<path d="%s"%s/><circle cx="%d" cy="%d" r="4"%s/></g>`, shaft, d.shape("to", dash), from, y, d.colour("stroke", "none"))
	if h.Refused() {
		fmt.Fprintf(&d.out, `<g class="alarm"%s stroke-width="3"><circle class="paper" cx="%d" cy="%d" r="11"%s/><path d="M%d %dl9 9m0-9l-9 9"/></g>`,
			d.colour("stroke", alarm), to, y, d.colour("fill", paper), to-4, y-4)
	}
}

// head draws an arrow head that points to x. direction is 1 for right, -1 for left.
func (d *Drawing) head(x, y, direction int) {
	fmt.Fprintf(&d.out, `<path d="M%d %dl%d -6v12z"%s/>`, x-direction, y, -12*direction, d.colour("stroke", "none"))
}
