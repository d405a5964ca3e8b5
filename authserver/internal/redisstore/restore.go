package redisstore

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
)

// checkRecords returns an error for a record that does not belong to the state, or whose content is not
// of the kind of its key: with it, Redis would refuse to read the record, and the state could not be reset.
func checkRecords(records []core.Record) error {
	for i, r := range records {
		kind := kindOf(r.Key)
		if kind == "" {
			return fmt.Errorf("record %d: %q is no key of this state", i, r.Key)
		}
		if got := contents(r); len(got) != 1 || got[0] != kind {
			return fmt.Errorf("record %d (%s): want %s and no other content", i, r.Key, kind)
		}
	}
	return nil
}

// Restore replaces the state by the records of a copy, which may be empty. It returns an error, and changes
// nothing, for records that are not of Records. It revokes the grants that are not in the copy, and keeps the marks of revoked grants and tokens: a
// token from before must not be valid because nobody remembers that it was revoked. Nothing else may use
// the store meanwhile.
func (s *Store) Restore(ctx context.Context, records []core.Record) error {
	if err := checkRecords(records); err != nil {
		return err
	}
	keys, err := s.copiedKeys(ctx)
	if err != nil {
		return err
	}
	ends := slices.DeleteFunc(keys, func(key string) bool {
		return slices.ContainsFunc(records, func(r core.Record) bool { return r.Key == key })
	})
	if err := s.endRecords(ctx, ends); err != nil {
		return fmt.Errorf("restore the state: %w", err)
	}
	s.recent.Purge()
	for some := range slices.Chunk(records, atOnce) {
		if err := s.write(ctx, some); err != nil {
			return fmt.Errorf("restore the state: %w", err)
		}
	}
	return nil
}

// endRecords revokes grants and deletes other records.
func (s *Store) endRecords(ctx context.Context, keys []string) error {
	for some := range slices.Chunk(keys, atOnce) {
		var gids, others []string
		for _, key := range some {
			if gid, is := strings.CutPrefix(key, "grant:{"); is {
				gids = append(gids, strings.TrimSuffix(gid, "}"))
			} else if !strings.HasPrefix(key, "revoked-token:{") {
				others = append(others, key)
			}
		}
		live, err := s.notRevoked(ctx, gids)
		if err != nil {
			return err
		}
		if err := s.revokeGrants(ctx, live...); err != nil {
			return err
		}
		if err := s.deleteAll(ctx, others); err != nil {
			return err
		}
	}
	return nil
}

// notRevoked returns those of the grants that are not revoked yet.
func (s *Store) notRevoked(ctx context.Context, gids []string) ([]string, error) {
	revoked := make([]*redis.BoolCmd, len(gids))
	_, err := s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, gid := range gids {
			revoked[i] = p.HExists(ctx, grantKey(gid), "revoked")
		}
		return nil
	})
	var live []string
	for i, gid := range gids {
		if !revoked[i].Val() {
			live = append(live, gid)
		}
	}
	return live, err
}

// deleteAll deletes records one by one, because in a cluster they are on different nodes.
func (s *Store) deleteAll(ctx context.Context, keys []string) error {
	_, err := s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, key := range keys {
			p.Del(ctx, key)
		}
		return nil
	})
	return err
}

// write replaces records. It leaves out those that have expired.
func (s *Store) write(ctx context.Context, records []core.Record) error {
	_, err := s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, r := range records {
			p.Del(ctx, r.Key)
			left, live := s.remaining(r)
			if !live {
				continue
			}
			put(ctx, p, r)
			if left > 0 {
				p.PExpire(ctx, r.Key, left)
			}
		}
		return nil
	})
	return err
}

// put writes the content of a record.
func put(ctx context.Context, p redis.Pipeliner, r core.Record) {
	switch {
	case len(r.Fields) > 0:
		for name, value := range r.Fields {
			p.HSet(ctx, r.Key, name, value)
		}
	case len(r.Scores) > 0:
		for member, score := range r.Scores {
			p.ZAdd(ctx, r.Key, redis.Z{Member: member, Score: score})
		}
	case len(r.Members) > 0:
		for _, member := range r.Members {
			p.SAdd(ctx, r.Key, member)
		}
	default:
		p.Set(ctx, r.Key, r.Text, 0)
	}
}
