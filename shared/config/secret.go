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

// Secret is a setting that must not be seen. Every way of printing it gives
// "[redacted]"; Reveal gives the value. In flags and variables it is written as
// itself or, starting with "@", as the path of a file that holds it.
type Secret string

// Reveal returns the value. Its result must not reach a log, an error or a page.
func (s Secret) Reveal() string { return string(s) }

// IsZero tells whether no secret was set.
func (s Secret) IsZero() bool { return s == "" }

// String hides the value.
func (s Secret) String() string { return redacted }

// GoString hides the value from %#v.
func (s Secret) GoString() string { return redacted }

// Format hides the value from every verb, %x and %d among them.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue hides the value from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText hides the value from encoders.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// MarshalJSON hides the value from encoding/json.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// UnmarshalText takes a value, or @ and the path of a file that holds it. One
// newline at the end of the file is not part of the secret. An empty file is an
// error: a secret that is missing must not pass for one that was not set. Errors
// do not name the file: a secret that itself begins with @ would be shown.
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

// withoutPath leaves the reason of an error of the file system.
func withoutPath(err error) error {
	var about *fs.PathError
	if errors.As(err, &about) {
		return about.Err
	}
	return errors.New("it is no file")
}
