package redisstore

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
)

//go:embed lua/publish_keys.lua
var publishKeysSource string

// publishKeys lets one candidate of each algorithm win, over all replicas.
var publishKeys = redis.NewScript(publishKeysSource)

// signingKeys is one hash for all keys. It has no TTL: a key that is gone takes
// all the tokens that it signed with it.
const signingKeys = "signing-keys"

// FindKeys returns all signing keys, sealed, ordered by kid.
func (s *Store) FindKeys(ctx context.Context) ([]core.SigningKey, error) {
	records, err := s.rdb.HVals(ctx, signingKeys).Result()
	if err != nil {
		return nil, fmt.Errorf("find keys: %w", err)
	}
	return decodeKeys(records)
}

// PublishKeys adds the candidates whose algorithm has no current key yet, and
// returns all keys, ordered by kid. Over all replicas one candidate of each
// algorithm wins.
func (s *Store) PublishKeys(ctx context.Context, candidates []core.SigningKey) ([]core.SigningKey, error) {
	var args []any
	for _, k := range candidates {
		record, err := json.Marshal(k)
		if err != nil {
			return nil, fmt.Errorf("publish keys: %w", err)
		}
		args = append(args, k.ID, record)
	}
	records, err := publishKeys.Run(ctx, s.rdb, []string{signingKeys}, args...).StringSlice()
	if err != nil {
		return nil, fmt.Errorf("publish keys: %w", err)
	}
	return decodeKeys(records)
}

func decodeKeys(records []string) ([]core.SigningKey, error) {
	keys := make([]core.SigningKey, len(records))
	for i, record := range records {
		if err := json.Unmarshal([]byte(record), &keys[i]); err != nil {
			return nil, fmt.Errorf("decode signing key: %w", err)
		}
	}
	slices.SortFunc(keys, func(a, b core.SigningKey) int { return cmp.Compare(a.ID, b.ID) })
	return keys, nil
}
