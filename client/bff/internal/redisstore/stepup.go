package redisstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

func stepUpKey(id string) string { return "client:stepup:{" + oauth.Hash(id) + "}" }

// SaveStepUp stores what a resource server asked for until it expires.
func (s *Store) SaveStepUp(ctx context.Context, id string, up core.StepUp) error {
	key := stepUpKey(id)
	sealed, err := s.seal(up, key)
	if err == nil {
		err = s.rdb.Set(ctx, key, sealed, up.Expires.Sub(s.now())+garbageAfter).Err()
	}
	if err != nil {
		return fmt.Errorf("save step-up: %w", err)
	}
	return nil
}

// LoadStepUp returns core.ErrNotFound for an unknown ID, or one that expired long ago. The caller
// checks whose it is and whether it has expired.
func (s *Store) LoadStepUp(ctx context.Context, id string) (core.StepUp, error) {
	var up core.StepUp
	key := stepUpKey(id)
	sealed, err := s.rdb.Get(ctx, key).Result()
	if errors.Is(err, redis.Nil) {
		return up, core.ErrNotFound
	}
	if err == nil {
		err = s.open(sealed, key, &up)
	}
	if err != nil {
		return up, fmt.Errorf("load step-up: %w", err)
	}
	return up, nil
}
