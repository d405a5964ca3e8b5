package config

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Secrets are secrets by name: as text, name=value or name=@file, separated by
// semicolons. A flag that is repeated adds to them. Like a Secret it is never printed.
type Secrets map[string]Secret

var errSecretsForm = errors.New("want name=value or name=@file, separated by semicolons; a value with a semicolon goes into a file")

// UnmarshalText adds what text says. Its errors quote neither a value nor a name,
// which may be part of a value that was not written properly.
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

// Format hides the secrets from every verb, and their names: what was not written
// properly may have split a secret into a name and a value.
func (s Secrets) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue hides the secrets from slog.
func (s Secrets) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON hides the secrets from encoding/json.
func (s Secrets) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }
