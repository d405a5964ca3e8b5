package redisstore

import (
	"encoding/json"
	"fmt"

	"quartet.example/resourceserver/internal/core"
)

// record is the stored form of a note. Notes that were stored before revisions existed have an
// empty revision until they are changed.
type record struct {
	core.Note
	Revision string `json:"revision"`
}

func encode(note core.Note) (string, error) {
	stored, err := json.Marshal(record{Note: note, Revision: note.Revision})
	return string(stored), err
}

func decode(stored string) (core.Note, error) {
	var r record
	if err := json.Unmarshal([]byte(stored), &r); err != nil {
		return core.Note{}, fmt.Errorf("stored note: %w", err)
	}
	r.Note.Revision = r.Revision
	return r.Note, nil
}
