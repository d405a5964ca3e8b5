package redisstore

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"quartet.example/authserver/internal/core"
)

// replaceKeys lets one change of the keys win, over all replicas.
var replaceKeys = untimed("replace_keys")

// signingKeys is one hash for all keys. It has no TTL: a key that is gone takes
// all the tokens that it signed with it. keysVersion counts the changes.
const (
	signingKeys = "signing-keys"
	keysVersion = "version"
)

// FindKeys returns all signing keys, sealed, ordered by kid, and the version of
// the whole, zero if there were none ever.
func (s *Store) FindKeys(ctx context.Context) ([]core.SigningKey, int64, error) {
	records, err := s.rdb.HGetAll(ctx, signingKeys).Result()
	if err != nil {
		return nil, 0, fmt.Errorf("find keys: %w", err)
	}
	var version int64
	if text, has := records[keysVersion]; has {
		if version, err = strconv.ParseInt(text, 10, 64); err != nil {
			return nil, 0, fmt.Errorf("find keys: version: %w", err)
		}
		delete(records, keysVersion)
	}
	keys := make([]core.SigningKey, 0, len(records))
	for _, record := range records {
		var k core.SigningKey
		if err := json.Unmarshal([]byte(record), &k); err != nil {
			return nil, 0, fmt.Errorf("find keys: %w", err)
		}
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b core.SigningKey) int { return cmp.Compare(a.ID, b.ID) })
	return keys, version, nil
}

// ReplaceKeys puts the keys in the place of those of that version, as the next
// version. It reports false, with nothing changed, if another caller was first.
func (s *Store) ReplaceKeys(ctx context.Context, version int64, keys []core.SigningKey) (bool, error) {
	args := []any{version}
	for _, k := range keys {
		record, err := json.Marshal(k)
		if err != nil {
			return false, fmt.Errorf("replace keys: %w", err)
		}
		args = append(args, k.ID, record)
	}
	won, err := replaceKeys.Run(ctx, s.rdb, []string{signingKeys}, args...).Int64()
	if err != nil {
		return false, fmt.Errorf("replace keys: %w", err)
	}
	return won == 1, nil
}
