package redisconn

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// Publish publishes a message on a channel (Pub/Sub), and returns the number of clients that it was sent
// to. In a cluster it asks the master of the channel's slot: clients that use Subscribe of go-redis are
// connected to it. Any other node would also pass the message on, but a node counts its own clients only.
// A client that subscribed before the slot moved to another master gets the message but is not counted.
func Publish(ctx context.Context, rdb redis.UniversalClient, channel string, message any) (int64, error) {
	cluster := clusterOf(rdb)
	if cluster == nil {
		return rdb.Publish(ctx, channel, message).Result()
	}
	bounded, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	master, err := cluster.MasterForKey(bounded, channel)
	if err != nil {
		return 0, Translate(ctx, err)
	}
	n, err := master.Publish(bounded, channel, message).Result()
	return n, Translate(ctx, err)
}
