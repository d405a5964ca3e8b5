package flowview

import (
	"fmt"
	"net/url"
	"strings"

	"quartet.example/shared/trace"
)

// label draws what is written at an arrow: method, path and status above it, channel and outcome below.
func (d *Drawing) label(r Row, y int) {
	h := r.First()
	from, to := d.x(r.From), d.x(r.To)
	middle, room := (from+to)/2, max(from-to, to-from)-40
	if room < 0 { // from a program to itself
		middle, room = from+gap/2, gap-40
	}
	what, status := h.Method+" "+h.Path(), ""
	if r.Count() > 1 {
		what = fmt.Sprintf("%d × %s", r.Count(), what)
	}
	if h.Status != 0 {
		status = fmt.Sprintf(" %d", h.Status)
	}
	what = Clip(Printable(what), int(float64(room)/(16*monoWidth))-len(status)) + status
	d.over(middle, y-11, "ink", 16, "middle", what, monoWidth, d.monospaced(), `font-weight="600"`)
	below := channelWords(h)
	if v := Verdict(h); v != "" && !h.Refused() {
		below += " · " + v
	}
	if took := Took(h.Took()); took != "" && r.Count() == 1 {
		below += " · " + took
	}
	d.over(middle, y+21, "muted", 13, "middle", Clip(below, (room+36)*2/13), sansWidth)
	if h.Refused() {
		d.over(middle, y+40, "alarm", 14, "middle", Clip("✕ "+refusal(r), int(float64(max(room, 2*gap-40))/(14*boldWidth))), boldWidth, `font-weight="650"`)
	}
}

// refusal says why the message was refused.
func refusal(r Row) string {
	h := r.First()
	text := Verdict(h)
	if text == "" {
		text = "refused"
	}
	if failed := h.Failures(); len(failed) > 0 && failed[0].Why != "" {
		return text + ": " + failed[0].Why
	}
	if h.Error != "" {
		return text + ": " + h.Error
	}
	return text
}

// redirect draws the response that sends the browser on: the way back, a bracket to the next request of
// the browser, and who can see the values that it passes on.
func (d *Drawing) redirect(r Row, y int) {
	back := y + 60
	if r.First().Refused() {
		back += 18
	}
	browser, to := d.x(r.From), d.x(r.To)
	fmt.Fprintf(&d.out, `<g class="front"%s%s><path d="M%d %dH%d"%s/>`, d.colour("stroke", warm), d.colour("fill", warm), to, back, browser+12, d.shape("way", ` stroke-width="1.75" stroke-dasharray="3 4"`))
	d.head(browser, back, -1)
	if next := d.follower(r.Redirect); next > back {
		fmt.Fprintf(&d.out, `<path d="M%d %dh-12q-8 0 -8 8V%dq0 8 8 8h10"%s/>`, browser-4, back, next-8, d.shape("turn", ` stroke-width="2.5"`))
	}
	d.out.WriteString(`</g>`)
	room := int(float64(d.width()-browser-edge) / (13 * sansWidth))
	d.over(browser+24, back-8, "warm", 13, "start", Clip(fmt.Sprintf("%d: the browser is sent to %s", r.Redirect.Status, target(r.Redirect.Target)), room), sansWidth, `font-weight="650"`)
	if len(r.Redirect.Values) == 0 {
		return
	}
	d.over(browser+24, back+20, "ink", 13, "start", Clip("It passes on "+named(r.Redirect.Values), room), sansWidth)
	d.over(browser+24, back+39, "muted", 13, "start", Clip("Visible to "+strings.Join(r.Redirect.Visible, ", "), room), sansWidth)
}

// target returns host and path of an address.
func target(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return u.Host + u.EscapedPath()
}

// named lists parameters with the beginning of their fingerprints.
func named(params []trace.Param) string {
	names := make([]string, len(params))
	for i, p := range params {
		names[i] = p.Name
		if chip := p.Chip(); chip != "" {
			names[i] += " ‹" + chip + "›"
		}
	}
	return strings.Join(names, ", ")
}

// legend says what the lines mean.
func (d *Drawing) legend(y int) {
	d.out.WriteString(`<g stroke-width="2.5" fill="none">`)
	fmt.Fprintf(&d.out, `<path class="front" d="M%d %dh48" stroke="%s" stroke-dasharray="8 6"/><path class="back" d="M%d %dh48" stroke="%s"/></g>`, edge, y, warm, edge+260, y, cool)
	d.text(edge+60, y+5, "muted", 14, "start", "through the browser")
	d.text(edge+320, y+5, "muted", 14, "start", "server to server")
	d.text(d.width()-edge, y+5, "muted", 14, "end", "Quartet. Secrets are masked, ‹4f2a› is a fingerprint.")
}

func (d *Drawing) monospaced() string {
	if d.Inline {
		return `font-family="monospace"`
	}
	return `font-family="` + mono + `"`
}
