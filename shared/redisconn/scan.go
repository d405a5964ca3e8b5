package redisconn

import (
	"context"
	"errors"
	"sync"

	"github.com/redis/go-redis/v9"
)

const (
	scanBatch  = 500 // keys that one SCAN command looks at
	maxScanned = 200 // SCAN commands for each server, so at most 100 000 keys
)

// Scan returns up to limit keys that match the pattern of SCAN, each once, in no order. In a cluster it
// asks every master. complete is false if there may be more keys: the limit was reached, or a server has
// more than 100 000 keys, of which Scan looks at the first 100 000 only. Keys that are added or deleted
// meanwhile may be missing.
func Scan(ctx context.Context, rdb redis.UniversalClient, pattern string, limit int) (keys []string, complete bool, err error) {
	found := &found{limit: limit, seen: map[string]struct{}{}, complete: true}
	cluster := clusterOf(rdb)
	if cluster == nil {
		err = found.scan(ctx, rdb, pattern)
	} else {
		err = cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error { return found.scan(ctx, node, pattern) })
	}
	if err != nil {
		return nil, false, Translate(ctx, err)
	}
	return found.keys, found.complete, nil
}

// Collect reads up to limit keys that match the pattern of SCAN with one command each, in one round
// trip. It returns the keys with their replies, and complete as Scan does. The reply of GET for a key
// that was deleted meanwhile has the error redis.Nil.
func Collect[R redis.Cmder](ctx context.Context, rdb redis.UniversalClient, pattern string, limit int, read func(p redis.Pipeliner, key string) R) (keys []string, replies []R, complete bool, err error) {
	keys, complete, err = Scan(ctx, rdb, pattern, limit)
	if err != nil {
		return nil, nil, false, err
	}
	replies = make([]R, len(keys))
	_, err = rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, key := range keys {
			replies[i] = read(p, key)
		}
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return nil, nil, false, Translate(ctx, err)
	}
	return keys, replies, complete, nil
}

// IsCluster reports whether rdb is a client of a Redis Cluster.
func IsCluster(rdb redis.UniversalClient) bool { return clusterOf(rdb) != nil }

// masters is a client of a cluster.
type masters interface {
	ForEachMaster(ctx context.Context, fn func(ctx context.Context, node *redis.Client) error) error
	MasterForKey(ctx context.Context, key string) (*redis.Client, error)
}

// clusterOf returns the client of a cluster, or nil if rdb is another client. It looks into a Conn, and
// into a client that has the method Unwrap.
func clusterOf(rdb redis.UniversalClient) masters {
	for {
		switch c := rdb.(type) {
		case masters:
			return c
		case *Conn:
			rdb = c.UniversalClient
		case interface{ Unwrap() redis.UniversalClient }:
			rdb = c.Unwrap()
		default:
			return nil
		}
	}
}

// found is the result of a scan. The masters of a cluster are scanned at the same time.
type found struct {
	limit int

	mu       sync.Mutex
	keys     []string
	seen     map[string]struct{} // SCAN may return a key more than once
	complete bool
}

// scanner is the command that is sent to each server.
type scanner interface {
	Scan(ctx context.Context, cursor uint64, match string, count int64) *redis.ScanCmd
}

func (f *found) scan(ctx context.Context, on scanner, pattern string) error {
	var cursor uint64
	for range maxScanned {
		keys, next, err := on.Scan(ctx, cursor, pattern, scanBatch).Result()
		if err != nil {
			return err
		}
		if room := f.add(keys); !room || next == 0 {
			return nil
		}
		cursor = next
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.complete = false
	return nil
}

// add adds the keys, and reports whether there is room for more.
func (f *found) add(keys []string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, key := range keys {
		if _, has := f.seen[key]; has {
			continue
		}
		if len(f.keys) == f.limit {
			f.complete = false
			return false
		}
		f.seen[key] = struct{}{}
		f.keys = append(f.keys, key)
	}
	return true
}
