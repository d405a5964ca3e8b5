package redisstore

import (
	"context"
	"fmt"

	"quartet.example/client/bff/internal/core"
	"quartet.example/shared/oauth"
)

var redeemOnce = script("redeem_once")

// loginKey is made of the state, which is in the URL, and the binding, which only the cookie of
// the browser has: without both nobody can name the record.
func loginKey(state, binding string) string {
	return "client:login:{" + oauth.Hash(state) + "}:" + oauth.Hash(binding)
}

// SaveLogin stores a login until it expires.
func (s *Store) SaveLogin(ctx context.Context, state, binding string, p core.PendingLogin) error {
	key := loginKey(state, binding)
	sealed, err := s.seal(p, key)
	if err != nil {
		return fmt.Errorf("save login: %w", err)
	}
	ttl := p.Expires.Sub(s.now()) + garbageAfter
	if err := s.rdb.Set(ctx, key, sealed, ttl).Err(); err != nil {
		return fmt.Errorf("save login: %w", err)
	}
	return nil
}

// RedeemLogin returns a login once. It returns core.ErrNotFound for a login that was not started
// in the browser with this binding, and core.ErrLoginUsed if it was redeemed before. The caller
// checks whether it has expired.
func (s *Store) RedeemLogin(ctx context.Context, state, binding string) (core.PendingLogin, error) {
	var p core.PendingLogin
	key := loginKey(state, binding)
	reply, err := redeemOnce.Run(ctx, s.rdb, []string{key}).StringSlice()
	if err != nil {
		return p, fmt.Errorf("redeem login: %w", err)
	}
	switch reply[0] {
	case "ok":
		err = s.open(reply[1], key, &p)
		return p, err
	case "used":
		return p, core.ErrLoginUsed
	default:
		return p, core.ErrNotFound
	}
}
