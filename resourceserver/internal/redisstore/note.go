package redisstore

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/resourceserver/internal/core"
)

//go:embed lua/add_note.lua
var addNoteScript string

var addNote = redis.NewScript(addNoteScript)

// Store keeps notes. It is safe for concurrent use by any number of replicas.
type Store struct {
	rdb       redis.UniversalClient
	retention time.Duration
}

// New makes a Store; retention is how long notes stay after the last one was added.
func New(rdb redis.UniversalClient, retention time.Duration) *Store {
	return &Store{rdb: rdb, retention: retention}
}

func key(owner core.Owner) string { return "rs:{" + string(owner) + "}:notes" }

// AddNote keeps a note, or returns core.ErrFull.
func (s *Store) AddNote(ctx context.Context, owner core.Owner, note core.Note) error {
	record, err := json.Marshal(note)
	if err != nil {
		return fmt.Errorf("add note: %w", err)
	}
	outcome, err := addNote.Run(ctx, s.rdb, []string{key(owner)}, note.ID, record, core.MaxNotes, s.retention.Milliseconds()).Text()
	if err != nil {
		return fmt.Errorf("add note: %w", err)
	}
	if outcome == "full" {
		return core.ErrFull
	}
	return nil
}

// Notes returns the notes of the owner, newest first; none is an empty slice.
func (s *Store) Notes(ctx context.Context, owner core.Owner) ([]core.Note, error) {
	records, err := s.rdb.HVals(ctx, key(owner)).Result()
	if err != nil {
		return nil, fmt.Errorf("notes: %w", err)
	}
	notes := make([]core.Note, len(records))
	for i, record := range records {
		if err := json.Unmarshal([]byte(record), &notes[i]); err != nil {
			return nil, fmt.Errorf("notes: %w", err)
		}
	}
	slices.SortFunc(notes, func(a, b core.Note) int {
		if order := b.CreatedAt.Compare(a.CreatedAt); order != 0 {
			return order
		}
		return strings.Compare(a.ID, b.ID)
	})
	return notes, nil
}

// Note returns one note of the owner, or core.ErrNotFound.
func (s *Store) Note(ctx context.Context, owner core.Owner, id string) (core.Note, error) {
	var note core.Note
	record, err := s.rdb.HGet(ctx, key(owner), id).Bytes()
	if errors.Is(err, redis.Nil) {
		return note, core.ErrNotFound
	}
	if err != nil {
		return note, fmt.Errorf("note: %w", err)
	}
	if err := json.Unmarshal(record, &note); err != nil {
		return note, fmt.Errorf("note: %w", err)
	}
	return note, nil
}

// DeleteNote forgets one note of the owner, or returns core.ErrNotFound.
func (s *Store) DeleteNote(ctx context.Context, owner core.Owner, id string) error {
	n, err := s.rdb.HDel(ctx, key(owner), id).Result()
	if err != nil {
		return fmt.Errorf("delete note: %w", err)
	}
	if n == 0 {
		return core.ErrNotFound
	}
	return nil
}
