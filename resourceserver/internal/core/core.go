// Package core is the noun of the resource server, the note, and its rules.
package core

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"
)

// MaxText is the longest text of a note, in characters.
const MaxText = 4000

// What the store says; endpoints tie it to checks.
var (
	ErrNotFound = errors.New("no such note of this owner")
	ErrTooMany  = errors.New("the owner has as many notes as allowed")
)

// Owner is whose notes they are: a subject is unique at its issuer only
// (OIDC Core §5.7).
type Owner struct {
	Issuer, Subject string
}

// Note is a note. It belongs to the owner under whom it is stored.
type Note struct {
	ID      string
	Text    string
	Created time.Time
}

// IsText tells whether s may be the text of a note.
func IsText(s string) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= MaxText &&
		strings.TrimSpace(s) != "" && !strings.ContainsRune(s, 0)
}
