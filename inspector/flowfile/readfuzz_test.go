package flowfile_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quartet.example/inspector/flowfile"
)

// What Read accepts can be exported in every format, and the exported events are read again and exported
// as the same lines. A file that the recorder did not write may have an event twice; the flow then has
// the later one.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"sign-in", "refused", "lab"} {
		f.Add(file(f, name+".jsonl"))
		f.Add([]byte(write(f, recorded(f, name), flowfile.HTML)))
	}
	for _, text := range []string{"", "{}", "<", good, good + "\n" + good, strings.Replace(good, `"s1"`, `"s1","parent":"s1"`, 1)} {
		f.Add([]byte(text))
		f.Add([]byte(`<script type="application/gzip" id="events">` + packed(f, text) + `</script>`))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		flows, err := flowfile.Read(bytes.NewReader(body))
		if err != nil {
			return
		}
		if len(flows) == 0 {
			t.Fatal("got neither a flow nor an error")
		}
		write(t, flows[0], flowfile.HTML)
		write(t, flows[0], flowfile.SVG)
		write(t, flows[0], flowfile.Mermaid)
		write(t, flows[0], flowfile.HAR)
		lines := write(t, flows[0], flowfile.JSONL)
		again, err := flowfile.Read(strings.NewReader(lines))
		if err != nil {
			t.Fatalf("what was exported is refused: %v", err)
		}
		if diff := cmp.Diff(lines, write(t, again[0], flowfile.JSONL)); diff != "" {
			t.Errorf("exported again: want -, got +:\n%s", diff)
		}
	})
}
