package redisstore

import (
	"context"
	"fmt"
	"slices"

	"quartet.example/resourceserver/internal/core"
)

// Notes returns a page of the owner's notes, newest first, and whether more notes follow. Without
// notes it returns an empty slice, not nil.
func (s *Store) Notes(ctx context.Context, owner core.Owner, page core.Page) ([]core.Note, bool, error) {
	all, err := s.rdb.HVals(ctx, key(owner)).Result()
	if err != nil {
		return nil, false, fmt.Errorf("notes: %w", err)
	}
	notes := make([]core.Note, 0, len(all))
	for _, stored := range all {
		note, err := decode(stored)
		if err != nil {
			return nil, false, err
		}
		if page.After == nil || page.After.Compare(note.Position()) < 0 {
			notes = append(notes, note)
		}
	}
	slices.SortFunc(notes, func(a, b core.Note) int { return a.Position().Compare(b.Position()) })
	shown := min(len(notes), page.Limit)
	return notes[:shown], shown < len(notes), nil
}
