package redisstore

import (
	"context"
	"fmt"

	"quartet.example/client/internal/core"
	"quartet.example/shared/oauth"
)

func handoverKey(code string) string { return "client:handover:{" + oauth.Hash(code) + "}" }

// SaveHandover keeps a session for the app that will come for it.
func (s *Store) SaveHandover(ctx context.Context, code string, o core.Handover) error {
	key := handoverKey(code)
	sealed, err := s.seal(o, key)
	if err != nil {
		return fmt.Errorf("save hand-over: %w", err)
	}
	ttl := o.Expires.Sub(s.now()) + garbageAfter
	if err := s.rdb.Set(ctx, key, sealed, ttl).Err(); err != nil {
		return fmt.Errorf("save hand-over: %w", err)
	}
	return nil
}

// RedeemHandover gives a hand-over out once. It returns core.ErrNotFound for one
// that never was, and core.ErrHandoverUsed for one that was given out before. The
// caller asks whether it has expired, and for whom it is.
func (s *Store) RedeemHandover(ctx context.Context, code string) (core.Handover, error) {
	var o core.Handover
	key := handoverKey(code)
	reply, err := redeemOnce.Run(ctx, s.rdb, []string{key}).StringSlice()
	if err != nil {
		return o, fmt.Errorf("redeem hand-over: %w", err)
	}
	switch reply[0] {
	case "ok":
		err = s.open(reply[1], key, &o)
		return o, err
	case "used":
		return o, core.ErrHandoverUsed
	default:
		return o, core.ErrNotFound
	}
}
