package redisstore

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/resourceserver/internal/core"
)

//go:embed lua/add_note.lua
var addNoteScript string

var addNote = redis.NewScript(addNoteScript)

// Store stores notes. Any number of replicas can use it concurrently.
type Store struct {
	rdb       redis.UniversalClient
	retention time.Duration
}

// New returns a Store. Notes are deleted when the owner has neither added nor changed one for
// retention.
func New(rdb redis.UniversalClient, retention time.Duration) *Store {
	return &Store{rdb: rdb, retention: retention}
}

func key(owner core.Owner) string { return "rs:{" + string(owner) + "}:notes" }

// AddNote stores a note. It returns core.ErrFull if the owner has core.MaxNotes already.
func (s *Store) AddNote(ctx context.Context, owner core.Owner, note core.Note) error {
	stored, err := encode(note)
	if err != nil {
		return fmt.Errorf("add note: %w", err)
	}
	outcome, err := addNote.Run(ctx, s.rdb, []string{key(owner)}, note.ID, stored, core.MaxNotes, s.retention.Milliseconds()).Text()
	if err != nil {
		return fmt.Errorf("add note: %w", err)
	}
	if outcome == "full" {
		return core.ErrFull
	}
	return nil
}

// Note returns a note of the owner, or core.ErrNotFound.
func (s *Store) Note(ctx context.Context, owner core.Owner, id string) (core.Note, error) {
	stored, err := s.rdb.HGet(ctx, key(owner), id).Result()
	if errors.Is(err, redis.Nil) {
		return core.Note{}, core.ErrNotFound
	}
	if err != nil {
		return core.Note{}, fmt.Errorf("note: %w", err)
	}
	return decode(stored)
}
