package config

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Secrets maps names to secrets. As text it is name=value or name=@file, separated by semicolons.
// A repeated flag adds to the map. Like a Secret it is never printed.
type Secrets map[string]Secret

var errSecretsForm = errors.New("want name=value or name=@file, separated by semicolons; a value with a semicolon goes into a file")

// UnmarshalText adds the secrets in text. Its errors contain neither values nor names,
// because in malformed text a name may be part of a secret.
func (s *Secrets) UnmarshalText(text []byte) error {
	for i, one := range strings.Split(string(text), ";") {
		if strings.TrimSpace(one) == "" {
			continue
		}
		name, value, ok := strings.Cut(one, "=")
		name = strings.TrimSpace(name)
		if !ok || name == "" || value == "" {
			return fmt.Errorf("entry %d: %w", i+1, errSecretsForm)
		}
		var secret Secret
		if err := secret.UnmarshalText([]byte(value)); err != nil {
			return fmt.Errorf("entry %d: %w", i+1, err)
		}
		if *s == nil {
			*s = Secrets{}
		}
		(*s)[name] = secret
	}
	return nil
}

// Format prints neither secrets nor names, whatever the verb: in malformed text a part of a secret
// may have been read as a name.
func (s Secrets) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue returns "[redacted]" for slog.
func (s Secrets) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON returns "[redacted]" for encoding/json.
func (s Secrets) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }
