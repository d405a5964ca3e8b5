// Package core defines the notes that the resource server protects, and their rules, without HTTP
// and Redis.
package core

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"
)

// Note is a text that belongs to one owner.
type Note struct {
	ID        string    `json:"id"`
	Text      string    `json:"text"`
	CreatedAt time.Time `json:"created_at"`

	Revision string `json:"-"` // changes with every change of the note
}

// ETag returns the entity tag of the note. It is strong, because every change of the note changes
// the revision (RFC 9110 §8.8.1).
func (n Note) ETag() string { return `"` + n.Revision + `"` }

// Limits of a note and of an owner.
const (
	MaxRunes = 4000 // characters in a note
	MaxNotes = 500  // notes of one owner
)

// Errors of the store.
var (
	ErrNotFound     = errors.New("no such note") // also if the note belongs to somebody else
	ErrFull         = errors.New("the owner has the maximum number of notes")
	ErrPrecondition = errors.New("the note does not meet the precondition")
)

// ValidText reports whether text is allowed in a note: UTF-8, not blank, at most MaxRunes
// characters, no control characters except line breaks and tabs.
func ValidText(text string) bool {
	if strings.TrimSpace(text) == "" || !utf8.ValidString(text) || utf8.RuneCountInString(text) > MaxRunes {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f
	})
}
