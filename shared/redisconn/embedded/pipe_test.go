package embedded_test

import (
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/redisconn/embedded"
	"quartet.example/shared/redistest"
)

// Regression: a pipeline that was longer than the buffers hung, because client and server both
// wrote and neither read.
func TestLongPipelineOnTheEmbeddedRedis(t *testing.T) {
	conn, err := embedded.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for name, client := range map[string]redis.UniversalClient{"embedded": conn, "redistest": redistest.New(t)} {
		t.Run(name, func(t *testing.T) {
			pipe := client.Pipeline()
			for range 500 {
				pipe.Set(t.Context(), "k", strings.Repeat("v", 1000), 0)
				pipe.Get(t.Context(), "k")
			}
			replies, err := pipe.Exec(t.Context())
			if err != nil || len(replies) != 1000 {
				t.Errorf("got %d replies, %v; want 1000", len(replies), err)
			}
		})
	}
}
