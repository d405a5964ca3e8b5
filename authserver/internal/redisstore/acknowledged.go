package redisstore

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
)

// acknowledgedKey is what a recipient of the feed has taken, by position.
func acknowledgedKey(clientID string) string { return "revocations-acknowledged:{" + clientID + "}" }

// AcknowledgeRevocations notes what the client has taken (RFC 8936 §2.4), for as
// long as it could be told again.
func (s *Store) AcknowledgeRevocations(ctx context.Context, clientID string, positions []string) error {
	members := make([]any, len(positions))
	for i, p := range positions {
		members[i] = p
	}
	_, err := s.rdb.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.SAdd(ctx, acknowledgedKey(clientID), members...)
		p.PExpire(ctx, acknowledgedKey(clientID), 2*(core.MaxAccessTokenTTL+inFlight))
		return nil
	})
	if err != nil {
		return fmt.Errorf("acknowledge revocations: %w", err)
	}
	return nil
}

// AcknowledgedRevocations tells of each position whether the client has taken it.
func (s *Store) AcknowledgedRevocations(ctx context.Context, clientID string, positions []string) ([]bool, error) {
	members := make([]any, len(positions))
	for i, p := range positions {
		members[i] = p
	}
	taken, err := s.rdb.SMIsMember(ctx, acknowledgedKey(clientID), members...).Result()
	if err != nil {
		return nil, fmt.Errorf("acknowledged revocations: %w", err)
	}
	return taken, nil
}
