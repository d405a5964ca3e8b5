package redisstore

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/redis/go-redis/v9"

	"quartet.example/resourceserver/internal/core"
)

//go:embed lua/change_note.lua
var changeNoteScript string

var changeNote = redis.NewScript(changeNoteScript)

// ReplaceText gives a note of the owner another text and the revision, and returns
// it. Errors: core.ErrNotFound, or core.ErrPrecondition and nothing is changed.
func (s *Store) ReplaceText(ctx context.Context, owner core.Owner, id, text, revision string, wanted core.Precondition) (core.Note, error) {
	stored, err := s.change(ctx, owner, id, wanted, text, revision, s.retention.Milliseconds())
	if err != nil {
		return core.Note{}, err
	}
	return decode(stored)
}

// DeleteNote forgets a note of the owner. Errors: core.ErrNotFound, or
// core.ErrPrecondition and the note stays.
func (s *Store) DeleteNote(ctx context.Context, owner core.Owner, id string, wanted core.Precondition) error {
	_, err := s.change(ctx, owner, id, wanted)
	return err
}

// preconditions is core.Precondition for the script, which tells nil from empty.
type preconditions struct {
	Match     []string `json:"match,omitzero"`
	NoneMatch []string `json:"none_match,omitzero"`
}

func (s *Store) change(ctx context.Context, owner core.Owner, id string, wanted core.Precondition, change ...any) (string, error) {
	conditions, err := json.Marshal(preconditions(wanted))
	if err != nil {
		return "", fmt.Errorf("change note: %w", err)
	}
	reply, err := changeNote.Run(ctx, s.rdb, []string{key(owner)}, append([]any{id, conditions}, change...)...).StringSlice()
	if err != nil {
		return "", fmt.Errorf("change note: %w", err)
	}
	switch reply[0] {
	case "missing":
		return "", core.ErrNotFound
	case "precondition":
		return "", core.ErrPrecondition
	}
	return reply[len(reply)-1], nil
}
