package redisstore

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

func handoverKey(code string) string { return "client:handover:{" + oauth.Hash(code) + "}" }

var redeemHandover = script("redeem_handover")

// SaveHandover stores a session for the app that holds the verifier of o.Challenge.
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

// RedeemHandover returns a hand-over once, if the challenge is the one that it was stored
// with. It returns core.ErrNotFound for an unknown hand-over, core.ErrHandoverUsed if it
// was redeemed before, and core.ErrHandoverOther, with nothing changed, for another
// challenge. The caller has to check whether it has expired.
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
