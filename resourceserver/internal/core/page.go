package core

import (
	"cmp"
	"time"
)

// Page is a part of the notes of an owner, in the order of the list.
type Page struct {
	After *Position // nil begins at the beginning
	Limit int       // most notes on the page, at least 1
}

// Position is a place in the list: that of a note, also of one that is gone.
type Position struct {
	CreatedAt time.Time
	ID        string
}

// Position is where the note stands in the list.
func (n Note) Position() Position { return Position{CreatedAt: n.CreatedAt, ID: n.ID} }

// Compare orders the list: newest first, and then by id, so that no two notes
// share a place.
func (p Position) Compare(q Position) int {
	return cmp.Or(q.CreatedAt.Compare(p.CreatedAt), cmp.Compare(p.ID, q.ID))
}
