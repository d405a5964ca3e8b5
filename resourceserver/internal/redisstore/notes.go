// Package redisstore keeps notes in Redis.
//
//	rs:{H(issuer, subject)}:notes   hash of id → {"text", "created"}
//
// The key does not tell whose notes they are. It expires some time after the
// last note was added (settings: notes-ttl).
package redisstore

import (
	"cmp"
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
	"quartet.example/shared/oauth"
)

//go:embed lua/add_note.lua
var addNoteSource string

var addNote = redis.NewScript(addNoteSource)

// Store keeps notes. All replicas use one Redis.
type Store struct {
	rdb   redis.UniversalClient
	limit int
	ttl   time.Duration
}

// New makes a store that keeps up to limit notes of each owner, for ttl after
// the last was added.
func New(rdb redis.UniversalClient, limit int, ttl time.Duration) *Store {
	return &Store{rdb: rdb, limit: limit, ttl: ttl}
}

type record struct {
	Text    string    `json:"text"`
	Created time.Time `json:"created"`
}

// notesKey hashes issuer and subject; neither can hold a NUL in a URL, so that
// no two owners share a key.
func notesKey(o core.Owner) string {
	return "rs:{" + oauth.Hash(o.Issuer+"\x00"+o.Subject) + "}:notes"
}

// AddNote stores the note, or returns core.ErrTooMany.
func (s *Store) AddNote(ctx context.Context, o core.Owner, n core.Note) error {
	value, err := json.Marshal(record{n.Text, n.Created})
	if err != nil {
		return fmt.Errorf("add note: %w", err)
	}
	added, err := addNote.Run(ctx, s.rdb, []string{notesKey(o)}, n.ID, value, s.limit, s.ttl.Milliseconds()).Int()
	switch {
	case err != nil:
		return fmt.Errorf("add note: %w", err)
	case added == 0:
		return core.ErrTooMany
	}
	return nil
}

// Notes returns the notes of the owner, the oldest first.
func (s *Store) Notes(ctx context.Context, o core.Owner) ([]core.Note, error) {
	all, err := s.rdb.HGetAll(ctx, notesKey(o)).Result()
	if err != nil {
		return nil, fmt.Errorf("list notes: %w", err)
	}
	notes := make([]core.Note, 0, len(all))
	for id, value := range all {
		note, err := decode(id, value)
		if err != nil {
			return nil, fmt.Errorf("list notes: %w", err)
		}
		notes = append(notes, note)
	}
	slices.SortFunc(notes, func(a, b core.Note) int {
		return cmp.Or(a.Created.Compare(b.Created), strings.Compare(a.ID, b.ID))
	})
	return notes, nil
}

// Note returns one note of the owner, or core.ErrNotFound.
func (s *Store) Note(ctx context.Context, o core.Owner, id string) (core.Note, error) {
	value, err := s.rdb.HGet(ctx, notesKey(o), id).Result()
	switch {
	case errors.Is(err, redis.Nil):
		return core.Note{}, core.ErrNotFound
	case err != nil:
		return core.Note{}, fmt.Errorf("read note: %w", err)
	}
	return decode(id, value)
}

// DeleteNote deletes one note of the owner, or returns core.ErrNotFound.
func (s *Store) DeleteNote(ctx context.Context, o core.Owner, id string) error {
	deleted, err := s.rdb.HDel(ctx, notesKey(o), id).Result()
	switch {
	case err != nil:
		return fmt.Errorf("delete note: %w", err)
	case deleted == 0:
		return core.ErrNotFound
	}
	return nil
}

func decode(id, value string) (core.Note, error) {
	var r record
	if err := json.Unmarshal([]byte(value), &r); err != nil {
		return core.Note{}, fmt.Errorf("note is not readable: %w", err)
	}
	return core.Note{ID: id, Text: r.Text, Created: r.Created}, nil
}
