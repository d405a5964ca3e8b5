package announce

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/oauth"
	"quartet.example/shared/redisconn"
)

// ErrUnheard is the error of Send if a listener did not act on the message in time.
var ErrUnheard = errors.New("a service has not answered")

const (
	patience = 2 * time.Second
	every    = 2 * time.Millisecond // between two looks at the number of replies
)

// Send publishes body, as JSON, on channel, and returns nil when every listener has acted on it. It
// returns ErrUnheard if that takes longer than two seconds or ctx ends, and another error if body cannot
// be encoded or Redis fails. After ErrUnheard some listeners may have acted.
func Send(ctx context.Context, rdb redis.UniversalClient, channel string, body any) error {
	encoded, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("announce: %w", err)
	}
	m := message{Body: encoded, Reply: "announce:" + oauth.NewSecret()}
	payload, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("announce: %w", err)
	}
	listeners, err := redisconn.Publish(ctx, rdb, channel, payload)
	if err != nil {
		return fmt.Errorf("announce: %w", err)
	}
	return collect(ctx, rdb, m.Reply, listeners)
}

// collect waits until n listeners have incremented counter.
func collect(ctx context.Context, rdb redis.UniversalClient, counter string, n int64) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		replies, err := rdb.Get(ctx, counter).Int64()
		switch {
		case replies >= n:
			return nil
		case ctx.Err() != nil:
			return ErrUnheard
		case err != nil && !errors.Is(err, redis.Nil):
			return fmt.Errorf("announce: %w", err)
		}
		select {
		case <-ctx.Done():
			return ErrUnheard
		case <-time.After(every):
		}
	}
}
