package flowfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// JSONL returns the events of the flow, one JSON object per line, which a reader can decode as
// trace.Event. The messages are in their order; of each there is what the sender recorded and what
// the receiver recorded, if they did.
func JSONL(f flow.Flow) ([]byte, error) {
	var b bytes.Buffer
	err := each(f, func(e trace.Event) error { return encode(&b, e, "") })
	return b.Bytes(), err
}

// each calls do for each event of the flow.
func each(f flow.Flow, do func(trace.Event) error) error {
	for _, h := range f.Hops {
		for _, e := range []*trace.Event{h.Sent, h.Received} {
			if e == nil {
				continue
			}
			if err := do(*e); err != nil {
				return err
			}
		}
	}
	return nil
}

// Line returns v as one line of JSON, escaped as in JSONL.
func Line(v any) ([]byte, error) {
	var b bytes.Buffer
	err := encode(&b, v, "")
	return b.Bytes(), err
}

// encode appends v as JSON and a newline. Characters that cannot be printed, such as those that
// control a terminal or change the direction of text, are escaped.
func encode(b *bytes.Buffer, v any, indent string) error {
	var raw bytes.Buffer
	e := json.NewEncoder(&raw)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("flowfile: %w", err)
	}
	for _, r := range raw.String() {
		switch {
		case r < utf8.RuneSelf && r != 0x7f || unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(b, `\u%04x`, r)
		}
	}
	return nil
}
