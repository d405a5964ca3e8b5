package flowview

import (
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// brief writes the parameters of the protocol in the order of their sections, and how many checks passed. It
// leaves out cookies and headers, except those with credentials.
func (t Terminal) brief(b *strings.Builder, h *flow.Hop) {
	t.briefly(b, "", append(credentials(h.Headers), withoutCookies(h.Params)...))
	if h.Answer != nil {
		t.briefly(b, "<- ", withoutCookies(h.Answer.Params))
	}
	if n := len(h.Checks) - len(h.Failures()); n > 0 {
		b.WriteString(t.Wrap(indent, "checks "+Plural(n, "check")+" passed") + "\n")
	}
}

func (t Terminal) briefly(b *strings.Builder, prefix string, params []trace.Param) {
	var words []string
	for _, p := range Ordered(params) {
		words = append(words, p.Name+" "+t.short(p))
	}
	if len(words) > 0 {
		b.WriteString(t.Wrap(indent, prefix+strings.Join(words, " · ")) + "\n")
	}
}

// short returns a value, or what identifies it without showing it.
func (t Terminal) short(p trace.Param) string {
	switch {
	case p.Masked && p.Print != "":
		return "•••• ‹" + p.Chip() + "›"
	case p.Masked:
		return "••••"
	}
	return Clip(p.Value, 60)
}

// credentials returns the headers that authenticate the client or carry a token.
func credentials(headers []trace.Param) []trace.Param {
	var list []trace.Param
	for _, p := range headers {
		if p.Name == "Authorization" || p.Name == "Dpop" {
			list = append(list, p)
		}
	}
	return list
}

func withoutCookies(params []trace.Param) []trace.Param {
	var list []trace.Param
	for _, p := range params {
		if p.In != trace.InCookie && p.In != trace.InSetCookie {
			list = append(list, p)
		}
	}
	return list
}

// Indented returns text with the indentation of lines after the first, each line for itself and not wrapped,
// so that a command can be copied.
func (t Terminal) Indented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(indent + t.Plain(strings.TrimRight(line, "\n")) + "\n")
	}
	return b.String()
}
