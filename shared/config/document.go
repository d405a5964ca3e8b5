package config

import (
	"os"
	"strings"
)

// Document is a setting that is the path of a YAML or JSON file, or its content. Containers often
// have no file to mount. Content may hold secrets, so print a Document with String.
type Document string

// IsInline reports whether d is content: it has several lines, begins like a JSON object or a list, or
// begins with a key and a colon that is followed by a space or ends the text.
func (d Document) IsInline() bool {
	text := strings.TrimSpace(string(d))
	key, _, isPair := strings.Cut(text+" ", ": ")
	begins := func(prefix string) bool { return strings.HasPrefix(text, prefix) }
	return begins("{") || begins("[") || begins("- ") || strings.Contains(text, "\n") || isPair && !strings.ContainsAny(strings.TrimSpace(key), `/\ `)
}

// Read returns the content and the name of the place it is from, for errors: the path, or for
// inline content the name of the setting. If d is a path, it reads the file, and returns its error.
func (d Document) Read(setting string) (content []byte, place string, err error) {
	if d.IsInline() {
		return []byte(d), setting, nil
	}
	content, err = os.ReadFile(string(d))
	return content, string(d), err
}

// String returns the path, or "[inline]" for content, for logs.
func (d Document) String() string {
	if d.IsInline() {
		return "[inline]"
	}
	return string(d)
}
