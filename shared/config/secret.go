package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
)

const redacted = "[redacted]"

// Secret is a setting that must not be printed. Every way of printing it gives "[redacted]";
// Reveal returns the value. In flags and variables it is the value itself or, after "@", the path
// of a file that contains the value.
type Secret string

// Reveal returns the value. Do not write it to a log, an error or a page.
func (s Secret) Reveal() string { return string(s) }

// IsZero reports whether the secret is empty.
func (s Secret) IsZero() bool { return s == "" }

// String returns "[redacted]".
func (s Secret) String() string { return redacted }

// GoString returns "[redacted]" for the verb %#v.
func (s Secret) GoString() string { return redacted }

// Format writes "[redacted]" for every verb, including %x and %d.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue returns "[redacted]" for slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText returns "[redacted]" for encoders.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// MarshalJSON returns "[redacted]" for encoding/json.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// UnmarshalText takes a value, or @ and the path of a file that contains it. One newline at the
// end of the file is removed. An empty file is an error, because it would look as if no secret had
// been set. Errors do not contain the path: it could be a secret that begins with @.
func (s *Secret) UnmarshalText(text []byte) error {
	path, isFile := strings.CutPrefix(string(text), "@")
	if !isFile {
		*s = Secret(text)
		return nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("the file after @ cannot be read: %w", withoutPath(err))
	}
	value := strings.TrimSuffix(strings.TrimSuffix(string(content), "\n"), "\r")
	if value == "" {
		return errors.New("the file after @ is empty")
	}
	*s = Secret(value)
	return nil
}

// withoutPath returns the reason of a file system error without the path.
func withoutPath(err error) error {
	var about *fs.PathError
	if errors.As(err, &about) {
		return about.Err
	}
	return errors.New("it is not a file")
}
