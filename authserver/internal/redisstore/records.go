package redisstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/redisconn"
)

const (
	maxRecords = 100_000 // of a copy of the state
	atOnce     = 500     // records in one round trip
)

// The kinds of contents, by their names in core.Record.
const (
	text    = "text"
	fields  = "fields"
	scores  = "scores"
	members = "members"
)

// copied are the starts of the keys that belong to the state of which Records returns a copy, and the kind
// of their content. Signing keys are not among them, nor is the feed of revocations, from which resource
// servers read on at a position.
func copied() map[string]string {
	return map[string]string{
		"assertion:{": text, "client-failures:{": fields, "code:{": fields, "consents:{": fields, "device:{": fields,
		"grant:{": fields, "logout:{": text, "proof:{": text, "pushed:{": fields, "revoked-token:{": text,
		"session-grants:{": members, "session:{": fields, "settled:{": fields, "sign-in-address:{": fields,
		"sign-in-attempts:{": fields, "transaction:{": text, "user-code-guesses:{": fields, "user-code:{": text,
		"user-grants:{": scores, overrides: fields, "user-pending:{": scores, "user-sessions:{": scores,
	}
}

// kindOf returns the kind of the content of a key, or "" if the key does not belong to the state.
func kindOf(key string) string {
	for start, kind := range copied() {
		if strings.HasPrefix(key, start) {
			return kind
		}
	}
	return ""
}

// Records returns a copy of all records but signing keys and the feed of revocations. It contains no
// secret in clear, because the store has none.
func (s *Store) Records(ctx context.Context) ([]core.Record, error) {
	keys, err := s.copiedKeys(ctx)
	if err != nil {
		return nil, err
	}
	var all []core.Record
	for some := range slices.Chunk(keys, atOnce) {
		records, err := s.read(ctx, some)
		if err != nil {
			return nil, fmt.Errorf("copy of the state: %w", err)
		}
		all = append(all, records...)
	}
	return all, nil
}

// copiedKeys returns the keys of the state, sorted.
func (s *Store) copiedKeys(ctx context.Context) ([]string, error) {
	keys, complete, err := redisconn.Scan(ctx, s.rdb, "*", maxRecords)
	if err == nil && !complete {
		err = errors.New("there are too many keys in Redis")
	}
	if err != nil {
		return nil, fmt.Errorf("copy of the state: %w", err)
	}
	keys = slices.DeleteFunc(keys, func(key string) bool { return kindOf(key) == "" })
	slices.Sort(keys)
	return keys, nil
}

// read reads records of any kind. It leaves out those that were deleted meanwhile.
func (s *Store) read(ctx context.Context, keys []string) ([]core.Record, error) {
	kinds, left := make([]*redis.StatusCmd, len(keys)), make([]*redis.DurationCmd, len(keys))
	_, err := s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, key := range keys {
			kinds[i], left[i] = p.Type(ctx, key), p.PTTL(ctx, key)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	contents := make([]redis.Cmder, len(keys))
	_, err = s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, key := range keys {
			contents[i] = contentOf(ctx, p, key, kinds[i].Val())
		}
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return nil, err
	}
	var records []core.Record
	for i, key := range keys {
		record := core.Record{Key: key}
		if left[i].Val() > 0 {
			record.Expires = s.now().Add(left[i].Val()).UTC()
		}
		if fill(&record, contents[i]) {
			records = append(records, record)
		}
	}
	return records, nil
}

// contentOf reads a record of this kind.
func contentOf(ctx context.Context, p redis.Pipeliner, key, kind string) redis.Cmder {
	switch kind {
	case "hash":
		return p.HGetAll(ctx, key)
	case "zset":
		return p.ZRangeWithScores(ctx, key, 0, -1)
	case "set":
		return p.SMembers(ctx, key)
	}
	return p.Get(ctx, key)
}

// fill sets the content of a record. It returns false if there is none.
func fill(r *core.Record, content redis.Cmder) bool {
	switch c := content.(type) {
	case *redis.MapStringStringCmd:
		r.Fields = make(map[string][]byte, len(c.Val()))
		for name, value := range c.Val() {
			r.Fields[name] = []byte(value)
		}
	case *redis.ZSliceCmd:
		r.Scores = make(map[string]float64, len(c.Val()))
		for _, z := range c.Val() {
			r.Scores[fmt.Sprint(z.Member)] = z.Score
		}
	case *redis.StringSliceCmd:
		r.Members = slices.Sorted(slices.Values(c.Val()))
	case *redis.StringCmd:
		r.Text = []byte(c.Val())
	}
	return len(contents(*r)) == 1
}

// contents returns the kinds of the contents of a record that are not empty.
func contents(r core.Record) []string {
	var kinds []string
	for _, one := range []struct {
		kind  string
		there bool
	}{{text, len(r.Text) > 0}, {fields, len(r.Fields) > 0}, {scores, len(r.Scores) > 0}, {members, len(r.Members) > 0}} {
		if one.there {
			kinds = append(kinds, one.kind)
		}
	}
	return kinds
}

// remaining returns how long a record still lives, and false if it has expired. 0 means without limit.
func (s *Store) remaining(r core.Record) (time.Duration, bool) {
	if r.Expires.IsZero() {
		return 0, true
	}
	left := r.Expires.Sub(s.now())
	return left, left > 0
}
