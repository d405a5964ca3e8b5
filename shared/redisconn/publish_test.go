package redisconn_test

import (
	"fmt"
	"testing"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/redisconn"
	"quartet.example/shared/redistest"
)

// Publish must count every subscriber, on whichever node of a cluster the channel is.
func TestPublishCountsTheSubscribers(t *testing.T) {
	rdb := redistest.New(t)
	for i := range 8 { // in different slots
		if _, err := redisconn.Publish(t.Context(), rdb, "channel", "x"); redis.HasErrorPrefix(err, "NOPERM") {
			t.Skip("this user of Redis may not publish, as in production")
		}
		channel := fmt.Sprintf("channel:%d", i)
		for range 3 {
			sub := rdb.Subscribe(t.Context(), channel)
			t.Cleanup(func() { _ = sub.Close() })
			if _, err := sub.Receive(t.Context()); err != nil { // Redis has confirmed the subscription
				t.Fatal(err)
			}
		}
		if n, err := redisconn.Publish(t.Context(), rdb, channel, "x"); n != 3 || err != nil {
			t.Errorf("%s: got %d, %v; want 3", channel, n, err)
		}
		if n, err := redisconn.Publish(t.Context(), rdb, channel+":none", "x"); n != 0 || err != nil {
			t.Errorf("%s, which nobody hears: got %d, %v", channel, n, err)
		}
	}
	if err := rdb.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := redisconn.Publish(t.Context(), rdb, "channel", "x"); err == nil {
		t.Error("closed: no error")
	}
}
