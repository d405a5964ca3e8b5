package flowfile

import (
	"bytes"
	"html"
	"regexp"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// An HTML file explains each check once, so the events in it do not repeat the texts: a check with the
// texts of the page has onPage as its meaning.
const onPage = "="

// explained matches the line of the page about a check: its id, meaning, attack and section.
var explained = regexp.MustCompile(`<dt id=c[0-9]+>([^<]*)<dd>([^<]*)<p>(?:stops ([^<\n]*?))?(?: · ([^<·\n]*))?\n`)

// texts are the texts of checks by their ids.
type texts struct {
	of    map[string]trace.Checked
	added int // bytes that complete added
}

// textsIn returns the texts in an HTML file, or none for another file.
func textsIn(page []byte) *texts {
	t := &texts{of: map[string]trace.Checked{}}
	for _, m := range explained.FindAllSubmatch(page, maxChecks) {
		text := func(i int) string { return html.UnescapeString(string(m[i])) }
		c := trace.Checked{Meaning: text(2), Stops: text(3), Spec: text(4)}
		if short(c.Meaning, c.Stops, c.Spec) == nil {
			t.of[text(1)] = c
		}
	}
	return t
}

// shorten returns the checks without the texts that are on the page.
func (t *texts) shorten(checks []trace.Checked) []trace.Checked {
	if checks == nil {
		return nil
	}
	list := make([]trace.Checked, len(checks))
	for i, c := range checks {
		list[i] = c
		if (trace.Checked{Meaning: c.Meaning, Stops: c.Stops, Spec: c.Spec}) == t.of[c.ID] && c.Meaning != "" {
			list[i].Meaning, list[i].Stops, list[i].Spec = onPage, "", ""
		}
	}
	return list
}

// complete adds the texts that shorten left out. A small file could refer to large texts many times, so
// it adds at most maxEvents bytes and then returns an error.
func (t *texts) complete(checks []trace.Checked) error {
	for i := range checks {
		c := &checks[i]
		from, found := t.of[c.ID]
		if !found || c.Meaning != onPage {
			continue
		}
		c.Meaning, c.Stops, c.Spec = from.Meaning, from.Stops, from.Spec
		if t.added += len(c.Meaning + c.Stops + c.Spec); t.added > maxEvents {
			return errSize
		}
	}
	return nil
}

// brief returns the events as JSONL does, without the texts.
func (t *texts) brief(f flow.Flow) ([]byte, error) {
	var b bytes.Buffer
	err := each(f, func(e trace.Event) error {
		e.Checks = t.shorten(e.Checks)
		return encode(&b, e, "")
	})
	return b.Bytes(), err
}
