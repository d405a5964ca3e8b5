package storetest_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"quartet.example/resourceserver/internal/core"
	"quartet.example/resourceserver/internal/redisstore"
	"quartet.example/resourceserver/internal/storetest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store { return redisstore.New(redistest.New(t), time.Hour) })
}

func TestKeysExpireAndNameNobody(t *testing.T) { // O-06
	rdb := redistest.New(t)
	s := redisstore.New(rdb, time.Hour)
	if err := s.AddNote(t.Context(), core.OwnerOf("https://issuer.example", "alice"), core.Note{ID: "a", Text: "milk"}); err != nil {
		t.Fatal(err)
	}
	keys, err := rdb.Keys(t.Context(), "*").Result()
	if err != nil || len(keys) != 1 {
		t.Fatalf("got keys %q and %v, want one", keys, err)
	}
	if strings.Contains(keys[0], "alice") || strings.Contains(keys[0], "issuer") {
		t.Errorf("the key names its owner: %s", keys[0])
	}
	if ttl := rdb.PTTL(t.Context(), keys[0]).Val(); ttl <= 59*time.Minute || ttl > time.Hour {
		t.Errorf("time to live: got %s, want 1h", ttl)
	}
}

// A note that was stored before revisions existed must be readable, and changeable with a
// precondition. Its entity tag is the empty one.
func TestNoteWithoutRevision(t *testing.T) {
	rdb := redistest.New(t)
	s, alice := redisstore.New(rdb, time.Hour), core.OwnerOf("i", "alice")
	if err := s.AddNote(t.Context(), alice, core.Note{ID: "a", Text: "milk"}); err != nil {
		t.Fatal(err)
	}
	key := rdb.Keys(t.Context(), "*").Val()[0]
	if err := rdb.HSet(t.Context(), key, "a", `{"id":"a","text":"milk","created_at":"2026-01-01T00:00:00Z"}`).Err(); err != nil {
		t.Fatal(err)
	}
	old, err := s.Note(t.Context(), alice, "a")
	if err != nil || old.ETag() != `""` {
		t.Fatalf("got %s and %v, want an empty entity tag", old.ETag(), err)
	}
	changed, err := s.ReplaceText(t.Context(), alice, "a", "bread", "r1", core.Precondition{Match: []string{old.ETag()}})
	if err != nil || changed.ETag() != `"r1"` || !changed.CreatedAt.Equal(old.CreatedAt) {
		t.Errorf("got %+v and %v, want the note with a revision", changed, err)
	}
}

func TestRedisAway(t *testing.T) { // O-12
	server, rdb := redistest.Server(t)
	s, alice := redisstore.New(rdb, time.Hour), core.OwnerOf("i", "alice")
	server.Close()
	_, _, list := s.Notes(t.Context(), alice, core.Page{Limit: 1})
	_, read := s.Note(t.Context(), alice, "a")
	_, replace := s.ReplaceText(t.Context(), alice, "a", "x", "r2", core.Precondition{})
	for name, err := range map[string]error{
		"list": list, "read": read, "replace": replace, "delete": s.DeleteNote(t.Context(), alice, "a", core.Precondition{}), "add": s.AddNote(t.Context(), alice, core.Note{ID: "a"}),
	} {
		var oerr *oauth.Error
		if !errors.As(err, &oerr) || oerr.Code != oauth.TemporarilyUnavailable {
			t.Errorf("%s: got %v, want %s", name, err, oauth.TemporarilyUnavailable)
		}
	}
}
