package teach

import (
	"fmt"

	"quartet.example/shared/oauth"
)

// Explain returns the error_description of the dev profile: the description, then what was sent beside
// what was expected, then what to change, separated by "; ". Each part may be missing.
func Explain(e *oauth.Error) string {
	description := e.Description
	if words := sideBySide(e.Mismatch); words != "" {
		description = joined(description, words)
	}
	return Describe(e.CheckID(), description)
}

// sideBySide returns a mismatch in one line, or "" for none.
func sideBySide(m *oauth.Mismatch) string {
	switch {
	case m == nil:
		return ""
	case m.Name == "":
		return m.Note
	case len(m.Expected) == 0:
		return m.As + ": none, sent: " + orNothing(m.Sent)
	}
	d := Compare(m.Sent, m.Expected, m.As)
	return fmt.Sprintf("%s: %s, sent: %s, first difference at character %d", m.As, orNothing(d.Before+d.Expected+d.After), orNothing(d.Before+d.Sent+d.After), d.At)
}

func orNothing(value string) string {
	if value == "" {
		return "nothing"
	}
	return value
}

func joined(description, more string) string {
	if description == "" || more == "" {
		return description + more
	}
	return description + "; " + more
}
