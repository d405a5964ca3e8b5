package redisstore

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/internal/core"
	"quartet.example/shared/oauth"
)

func handoverKey(code string) string { return "client:handover:{" + oauth.Hash(code) + "}" }

var redeemHandover = script("redeem_handover")

// SaveHandover keeps a session for the app that will come for it with the verifier of
// o.Challenge.
func (s *Store) SaveHandover(ctx context.Context, code string, o core.Handover) error {
	key := handoverKey(code)
	sealed, err := s.seal(o, key)
	if err != nil {
		return fmt.Errorf("save hand-over: %w", err)
	}
	ttl := o.Expires.Sub(s.now()) + garbageAfter
	_, err = s.rdb.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.HSet(ctx, key, "challenge", oauth.Hash(o.Challenge), "sealed", sealed)
		p.PExpire(ctx, key, ttl)
		return nil
	})
	if err != nil {
		return fmt.Errorf("save hand-over: %w", err)
	}
	return nil
}

// RedeemHandover gives a hand-over out once, to whoever brings the verifier of this
// challenge. It returns core.ErrNotFound for one that never was, core.ErrHandoverUsed
// for one that was given out before, and core.ErrHandoverOther, with nothing changed,
// for one of another challenge. The caller asks whether it has expired.
func (s *Store) RedeemHandover(ctx context.Context, code, challenge string) (core.Handover, error) {
	var o core.Handover
	key := handoverKey(code)
	reply, err := redeemHandover.Run(ctx, s.rdb, []string{key}, oauth.Hash(challenge)).StringSlice()
	if err != nil {
		return o, fmt.Errorf("redeem hand-over: %w", err)
	}
	switch reply[0] {
	case "ok":
		err = s.open(reply[1], key, &o)
		return o, err
	case "used":
		return o, core.ErrHandoverUsed
	case "other":
		return o, core.ErrHandoverOther
	default:
		return o, core.ErrNotFound
	}
}
