package redisstore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// answerPushed marks a pushed request as answered, once.
var answerPushed = untimed("answer_pushed")

// pushedKey is by the hash of the request URI: hash is oauth.Hash of it.
func pushedKey(hash string) string { return "pushed:{" + hash + "}" }

// SavePushed keeps a pushed request under the hash of its URI until it expires,
// and for as long after as a user who came in time may take to answer.
func (s *Store) SavePushed(ctx context.Context, requestURI string, p core.PushedRequest, linger time.Duration) error {
	record, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("save pushed request: %w", err)
	}
	if err := s.admit(ctx, len(record)); err != nil {
		return err
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

// FindPushed returns a pushed request, any number of times until it is answered. It returns core.ErrNotFound for one that is unknown, expired or
// answered.
func (s *Store) FindPushed(ctx context.Context, requestURI string) (core.PushedRequest, error) {
	key := pushedKey(oauth.Hash(requestURI))
	fields, err := s.rdb.HMGet(ctx, key, "pushed", "answered").Result()
	if err != nil {
		return core.PushedRequest{}, fmt.Errorf("find pushed request: %w", err)
	}
	if fields[1] != nil {
		return core.PushedRequest{}, core.ErrNotFound
	}
	p, err := decodePushed(fields[0])
	if err == nil && !s.now().Before(p.ExpiresAt) {
		return core.PushedRequest{}, core.ErrNotFound
	}
	return p, err
}

// pushed returns the request with that hash to a transaction that began before the
// URI expired, also if the URI has expired since or another transaction has answered
// the request.
func (s *Store) pushed(ctx context.Context, hash string) (core.PushedRequest, error) {
	fields, err := s.rdb.HMGet(ctx, pushedKey(hash), "pushed").Result()
	if err != nil {
		return core.PushedRequest{}, fmt.Errorf("find pushed request: %w", err)
	}
	return decodePushed(fields[0])
}

func decodePushed(field any) (core.PushedRequest, error) {
	var p core.PushedRequest
	record, known := field.(string)
	if !known {
		return p, core.ErrNotFound
	}
	if err := json.Unmarshal([]byte(record), &p); err != nil {
		return p, fmt.Errorf("find pushed request: %w", err)
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
