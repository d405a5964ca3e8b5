package page

import "bytes"

// squeeze returns a stylesheet without comments and without the spaces that mean nothing. Text in
// quotes stays as it is.
func squeeze(css []byte) []byte {
	out := make([]byte, 0, len(css))
	for i := 0; i < len(css); {
		switch c := css[i]; {
		case c == '"' || c == '\'':
			end := quoted(css, i)
			out = append(out, css[i:end]...)
			i = end
		case bytes.HasPrefix(css[i:], []byte("/*")):
			_, rest, _ := bytes.Cut(css[i+2:], []byte("*/"))
			i = len(css) - len(rest)
		case isSpace(c):
			if len(out) > 0 && bytes.IndexByte([]byte(" {};,>:"), out[len(out)-1]) < 0 {
				out = append(out, ' ')
			}
			i++
		default:
			if bytes.IndexByte([]byte("{};,>"), c) >= 0 {
				out = bytes.TrimSuffix(out, []byte(" "))
			}
			out = append(out, c)
			i++
		}
	}
	return bytes.TrimSpace(out)
}

// quoted returns the index after the text in quotes that begins at i.
func quoted(css []byte, i int) int {
	end := i + 1
	for end < len(css)-1 && css[end] != css[i] {
		if css[end] == '\\' {
			end++
		}
		end++
	}
	return min(end+1, len(css))
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }
