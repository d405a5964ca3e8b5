package core

import (
	"net/url"
	"strings"
)

const maxReturnTo = 1024

// IsLocalPath tells whether a browser that is sent to s stays on this origin.
//
// Browsers follow the URL Standard, not RFC 3986: they drop tabs and newlines
// anywhere, strip leading control characters and spaces, and read a backslash
// as a slash. So a path that could be read in two ways is refused, also if the
// ambiguous part is percent-encoded, because another program may decode it.
func IsLocalPath(s string) bool {
	if len(s) > maxReturnTo || !strings.HasPrefix(s, "/") || !isPlain(s) {
		return false
	}
	u, err := url.Parse(s)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || u.Opaque != "" {
		return false
	}
	path, _, _ := strings.Cut(s, "?")
	path, _, _ = strings.Cut(path, "#")
	return staysBelowRoot(path)
}

// isPlain allows printable ASCII without backslashes.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || c == '\\' {
			return false
		}
	}
	return true
}

// staysBelowRoot refuses paths that begin with two slashes after any number of
// decodings, or that hold dot segments or encoded separators.
func staysBelowRoot(path string) bool {
	lower := strings.ToLower(path)
	for _, trick := range []string{"//", "%2f", "%5c", "%25", "%00", "%09", "%0a", "%0d", "%2e"} {
		if strings.Contains(lower, trick) {
			return false
		}
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			return false
		}
	}
	return true
}
