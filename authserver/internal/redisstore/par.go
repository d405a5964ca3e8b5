package redisstore

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

//go:embed lua/answer_pushed.lua
var answerPushedSource string

// answerPushed lets a pushed request be answered once.
var answerPushed = redis.NewScript(answerPushedSource)

// pushedKey is by the hash of the request URI: hash is oauth.Hash of it.
func pushedKey(hash string) string { return "pushed:{" + hash + "}" }

// SavePushed keeps a pushed request under the hash of its URI until it expires,
// and for as long after as a user who came in time may take to answer.
func (s *Store) SavePushed(ctx context.Context, requestURI string, p core.PushedRequest, linger time.Duration) error {
	record, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("save pushed request: %w", err)
	}
	key := pushedKey(oauth.Hash(requestURI))
	_, err = s.rdb.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
		pipe.HSet(ctx, key, "client", p.Request.ClientID, "pushed", record)
		pipe.PExpire(ctx, key, p.ExpiresAt.Sub(s.now())+linger)
		return nil
	})
	if err != nil {
		return fmt.Errorf("save pushed request: %w", err)
	}
	return nil
}

// FindPushed gives a pushed request, as often as it is asked before the request
// is answered. It returns core.ErrNotFound for one that is unknown, expired or
// answered.
func (s *Store) FindPushed(ctx context.Context, requestURI string) (core.PushedRequest, error) {
	var p core.PushedRequest
	fields, err := s.rdb.HMGet(ctx, pushedKey(oauth.Hash(requestURI)), "pushed", "answered").Result()
	if err != nil {
		return p, fmt.Errorf("find pushed request: %w", err)
	}
	record, known := fields[0].(string)
	if !known || fields[1] != nil {
		return p, core.ErrNotFound
	}
	if err := json.Unmarshal([]byte(record), &p); err != nil {
		return p, fmt.Errorf("find pushed request: %w", err)
	}
	if !s.now().Before(p.ExpiresAt) {
		return core.PushedRequest{}, core.ErrNotFound
	}
	return p, nil
}

// AnswerPushed lets exactly one caller answer the pushed request of that hash; to
// all others it is core.ErrAnswered, or core.ErrNotFound when it is long gone.
func (s *Store) AnswerPushed(ctx context.Context, hash string) error {
	reply, err := answerPushed.Run(ctx, s.rdb, []string{pushedKey(hash)}, oauth.NewSecret()).StringSlice()
	if err != nil {
		return fmt.Errorf("answer pushed request: %w", err)
	}
	return outcomeOf(reply[0])
}
