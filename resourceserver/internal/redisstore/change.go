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

// ReplaceText sets text and revision of an owner's note and returns the note. It returns
// core.ErrNotFound or core.ErrPrecondition, and then changes nothing.
func (s *Store) ReplaceText(ctx context.Context, owner core.Owner, id, text, revision string, wanted core.Precondition) (core.Note, error) {
	stored, err := s.change(ctx, owner, id, wanted, text, revision, s.retention.Milliseconds())
	if err != nil {
		return core.Note{}, err
	}
	return decode(stored)
}

// DeleteNote deletes an owner's note. It returns core.ErrNotFound or core.ErrPrecondition, and
// then deletes nothing.
func (s *Store) DeleteNote(ctx context.Context, owner core.Owner, id string, wanted core.Precondition) error {
	_, err := s.change(ctx, owner, id, wanted)
	return err
}

// preconditions is core.Precondition as JSON for the script, which distinguishes nil from empty.
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
