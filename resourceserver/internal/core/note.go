// Package core holds the resource that the resource server protects, and the
// rules about it, in plain Go.
package core

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"
)

// Note is a text of one owner.
type Note struct {
	ID        string    `json:"id"`
	Text      string    `json:"text"`
	CreatedAt time.Time `json:"created_at"`

	Revision string `json:"-"` // another one after each change
}

// ETag is the entity tag of the note: strong, because nothing of a note changes
// without its revision (RFC 9110 §8.8.1).
func (n Note) ETag() string { return `"` + n.Revision + `"` }

// Limits of a note and of its owner.
const (
	MaxRunes = 4000 // in a note
	MaxNotes = 500  // of an owner
)

// What the store answers besides success.
var (
	ErrNotFound     = errors.New("no such note") // also for a note of somebody else
	ErrFull         = errors.New("the owner has as many notes as one may have")
	ErrPrecondition = errors.New("the note is not in the state that the caller asked for")
)

// ValidText tells whether text may be a note: UTF-8, not blank, not too long, no
// control characters but line breaks and tabs.
func ValidText(text string) bool {
	if strings.TrimSpace(text) == "" || !utf8.ValidString(text) || utf8.RuneCountInString(text) > MaxRunes {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f
	})
}
