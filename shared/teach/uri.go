package teach

import (
	"cmp"
	"net/url"
	"strings"
)

// inWords says which parts of two URIs differ; as is what the expected one is called. It returns nil for
// values that are not URIs.
func inWords(d Difference, as string) []string {
	sent, err := url.Parse(d.Before + d.Sent + d.After)
	if err != nil || sent.Scheme == "" {
		return nil
	}
	expected, err := url.Parse(d.Before + d.Expected + d.After)
	if err != nil || expected.Scheme == "" {
		return nil
	}
	var words []string
	for _, part := range []struct{ name, sent, expected string }{
		{"scheme", sent.Scheme, expected.Scheme},
		{"host", sent.Hostname(), expected.Hostname()},
		{"port", sent.Port(), expected.Port()},
		{"path", sent.EscapedPath(), expected.EscapedPath()},
		{"query", sent.RawQuery, expected.RawQuery},
		{"fragment", sent.EscapedFragment(), expected.EscapedFragment()},
	} {
		if part.sent != part.expected {
			words = append(words, sentence(part.name, part.sent, part.expected, as))
		}
	}
	return words
}

func sentence(part, sent, expected, as string) string {
	switch {
	case part == "path" && sent == expected+"/":
		return "The path ends in " + last(sent) + ", the " + as + " one has no slash at the end."
	case part == "path" && sent+"/" == expected:
		return "The path has no slash at the end, the " + as + " one ends in " + last(expected) + "."
	case strings.EqualFold(sent, expected):
		return "The " + part + " differs in capital and small letters: " + sent + ", the " + as + " one is " + expected + "."
	case expected == "":
		return "The " + part + " is " + sent + ", the " + as + " one has none."
	}
	return "The " + part + " is " + cmp.Or(sent, "missing") + ", the " + as + " one is " + expected + "."
}

// last returns the last segment of a path that ends in a slash, with both slashes.
func last(path string) string {
	whole := strings.TrimSuffix(path, "/")
	return whole[max(strings.LastIndex(whole, "/"), 0):] + "/"
}
