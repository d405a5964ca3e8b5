package page

import (
	"bytes"
	"fmt"
)

// ShowControls replaces control characters except tab and line break with their symbols (U+2400 to
// U+2421), and characters that change the direction of text with their code points.
func ShowControls(body []byte) []byte {
	if !bytes.ContainsFunc(body, isControl) {
		return body
	}
	var out bytes.Buffer
	for _, r := range string(body) {
		switch {
		case !isControl(r):
			out.WriteRune(r)
		case r < ' ':
			out.WriteRune(0x2400 + r)
		case r == 0x7f:
			out.WriteRune(0x2421)
		default:
			fmt.Fprintf(&out, "[U+%04X]", r)
		}
	}
	return out.Bytes()
}

func isControl(r rune) bool {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return false
	case r < ' ', r >= 0x7f && r < 0xa0: // C0, DEL, C1
		return true
	}
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 // embeddings, overrides and isolates
}
