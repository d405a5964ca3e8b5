package proxy

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// IsUnambiguous reports whether every server reads an escaped path, as it was
// sent, in the same way (RFC 3986 §3.3). Such a path may be passed on unchanged:
//
//   - it starts with a slash, and no segment is empty, "." or ".."
//   - a segment holds the characters of RFC 3986 §3.3 except the semicolon: some
//     servers cut a segment there ("..;"), others do not
//   - a percent-encoding stands for text: valid UTF-8 without control characters
//   - a percent-encoding never stands for a slash, a backslash, a dot, a semicolon
//     or a percent sign, because a server that decodes once more, or normalizes
//     after decoding, would see another path
//   - beyond ASCII it stands for letters, marks and numbers only, because some
//     servers replace look-alikes of a slash or a dot (U+FF0F, U+2024)
func IsUnambiguous(path string) bool {
	rest, ok := strings.CutPrefix(path, "/")
	if !ok {
		return false
	}
	for segment := range strings.SplitSeq(rest, "/") {
		if !isPlainSegment(segment) {
			return false
		}
	}
	return true
}

func isPlainSegment(segment string) bool {
	if segment == "" || segment == "." || segment == ".." {
		return false
	}
	for i := range len(segment) {
		if c := segment[i]; c != '%' && !isPathByte(c) {
			return false
		}
	}
	if !strings.Contains(segment, "%") {
		return true
	}
	text, err := url.PathUnescape(segment)
	dots := strings.Count(text, ".") != strings.Count(segment, ".") // an encoded dot
	return err == nil && !dots && utf8.ValidString(text) && !strings.ContainsFunc(text, isHazard)
}

// isPathByte reports whether c may stand in a segment without being encoded:
// unreserved, sub-delims without the semicolon, ":" and "@" (RFC 3986 §3.3).
func isPathByte(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	}
	return strings.IndexByte("-._~!$&'()*+,=:@", c) >= 0
}

// isHazard reports whether an encoded character may change how a path is read.
func isHazard(c rune) bool {
	if c > unicode.MaxASCII {
		return !unicode.In(c, unicode.L, unicode.M, unicode.N)
	}
	return unicode.IsControl(c) || strings.ContainsRune(`/\;%`, c)
}
