package redisstore

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

//go:embed lua/save_code.lua
var saveCodeSource string

// saveCode keeps a code.
var saveCode = redis.NewScript(saveCodeSource)

//go:embed lua/redeem_code.lua
var redeemCodeSource string

// redeemCode hands a code out once (RFC 6749 §4.1.2).
var redeemCode = redis.NewScript(redeemCodeSource)

func codeKey(code string) string { return "code:{" + oauth.Hash(code) + "}" }

// SaveCode keeps what the code stands for until it expires. A used code stays
// that long too, so that a replay is recognised. RevokePending takes it back.
func (s *Store) SaveCode(ctx context.Context, code string, issued core.AuthorizationCode) error {
	record, err := json.Marshal(issued)
	if err != nil {
		return fmt.Errorf("save code: %w", err)
	}
	if err := s.admit(ctx, len(record)); err != nil {
		return err
	}
	ttl := issued.ExpiresAt.Sub(s.now()).Milliseconds()
	_, err = s.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		s.indexPending(ctx, p, &issued)
		saveCode.Eval(ctx, p, []string{codeKey(code)}, issued.ClientID, issued.ExpiresAt.UnixMilli(), record, ttl)
		return nil
	})
	if err != nil {
		return fmt.Errorf("save code: %w", err)
	}
	return nil
}

// RedeemCode gives what the code stands for to exactly one caller. It returns
// core.ErrNotFound for an unknown or expired code, core.ErrOtherClient, without
// consuming the code, when it was issued to another client, and
// core.ErrCodeReplayed, with the code, when it was redeemed before.
func (s *Store) RedeemCode(ctx context.Context, code, clientID string) (core.AuthorizationCode, error) {
	var issued core.AuthorizationCode
	reply, err := redeemCode.Run(ctx, s.rdb, []string{codeKey(code)}, clientID, s.now().UnixMilli(), oauth.NewSecret()).StringSlice()
	if err != nil {
		return issued, fmt.Errorf("redeem code: %w", err)
	}
	if len(reply) > 1 {
		if err := json.Unmarshal([]byte(reply[1]), &issued); err != nil {
			return issued, fmt.Errorf("redeem code: %w", err)
		}
	}
	return issued, outcomeOf(reply[0])
}
