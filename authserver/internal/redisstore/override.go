package redisstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
)

// overrideUser keeps what an operator said, unless another one spoke meanwhile.
var overrideUser = untimed("override_user")

// overrides is one hash: a field for each user of whom an operator said
// something, and the version, which counts what was said. It has no TTL.
const (
	overrides        = "user-overrides"
	overridesVersion = "version"
	overrideOf       = "sub:" // begins the fields of users
)

// OverridesVersion changes whenever an operator says something about a user.
func (s *Store) OverridesVersion(ctx context.Context) (string, error) {
	version, err := s.rdb.HGet(ctx, overrides, overridesVersion).Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return "", fmt.Errorf("version of users: %w", err)
	}
	return version, nil
}

// FindOverrides gives what was said, by subject, and the version of that.
func (s *Store) FindOverrides(ctx context.Context) (map[string]core.Override, string, error) {
	fields, err := s.rdb.HGetAll(ctx, overrides).Result()
	if err != nil {
		return nil, "", fmt.Errorf("find users: %w", err)
	}
	version := fields[overridesVersion]
	delete(fields, overridesVersion)
	found := make(map[string]core.Override, len(fields))
	for field, record := range fields {
		var o core.Override
		if err := json.Unmarshal([]byte(record), &o); err != nil {
			return nil, "", fmt.Errorf("find users: %w", err)
		}
		found[field[len(overrideOf):]] = o
	}
	return found, version, nil
}

// SaveOverride keeps what an operator says of a user, in the place of what was
// said before. It reports false, with nothing changed, if the version is another
// by now.
func (s *Store) SaveOverride(ctx context.Context, version, sub string, o core.Override) (bool, error) {
	record, err := json.Marshal(o)
	if err != nil {
		return false, fmt.Errorf("save user: %w", err)
	}
	won, err := overrideUser.Run(ctx, s.rdb, []string{overrides}, version, overrideOf+sub, record).Int64()
	if err != nil {
		return false, fmt.Errorf("save user: %w", err)
	}
	return won == 1, nil
}
