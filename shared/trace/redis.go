package trace

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// Stream is the Redis key of the events.
const Stream = "trace"

// Redis is a Sink that masks events and writes them to a Redis stream, in the background. Requests
// never wait for it: if the queue is full, because Redis is slow or cannot be reached, further drafts
// are dropped and counted, and a note in the stream says how many.
type Redis struct{ *queue }

// RedisSink returns a Redis sink and starts its goroutine, which Close ends.
func RedisSink(client redis.UniversalClient) *Redis {
	return &Redis{newQueue(func(ctx context.Context, events *encoder) error {
		return appendEvents.Run(ctx, client, []string{Stream}, events.args()...).Err()
	})}
}
