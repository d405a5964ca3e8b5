package core

import (
	"cmp"
	"time"
)

// Page selects a part of an owner's notes, in the order of the list.
type Page struct {
	After *Position // nil starts at the beginning
	Limit int       // maximum number of notes, at least 1
}

// Position is the place of a note in the list. It stays valid if the note is deleted.
type Position struct {
	CreatedAt time.Time
	ID        string
}

// Position returns the place of the note in the list.
func (n Note) Position() Position { return Position{CreatedAt: n.CreatedAt, ID: n.ID} }

// Compare orders the list: newest first, then by id, so that no two notes have the same position.
func (p Position) Compare(q Position) int {
	return cmp.Or(q.CreatedAt.Compare(p.CreatedAt), cmp.Compare(p.ID, q.ID))
}
