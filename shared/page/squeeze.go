package page

import "bytes"

// squeeze returns a stylesheet without comments and without spaces at the beginning of lines. Text in
// quotes stays as it is.
func squeeze(css []byte) []byte {
	out := make([]byte, 0, len(css))
	for i := 0; i < len(css); {
		switch c := css[i]; {
		case c == '"' || c == '\'':
			end := i + 1
			for end < len(css)-1 && css[end] != c {
				if css[end] == '\\' {
					end++
				}
				end++
			}
			out = append(out, css[i:end+1]...)
			i = end + 1
		case bytes.HasPrefix(css[i:], []byte("/*")):
			_, rest, _ := bytes.Cut(css[i+2:], []byte("*/"))
			i = len(css) - len(rest)
		case isSpace(c) && (len(out) == 0 || out[len(out)-1] == '\n'):
			i++
		default:
			out = append(out, c)
			i++
		}
	}
	return out
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }
