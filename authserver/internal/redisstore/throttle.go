package redisstore

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/addressgroup"
	"quartet.example/shared/oauth"
)

// countAddress counts a sign-in from an address, or returns how long to wait.
var countAddress = timed("count_address")

// refundAddress undoes the count of one sign-in.
var refundAddress = untimed("refund_address")

// addressKey returns the key of an IPv4 address, or of the /64 network of an IPv6 address.
func addressKey(address string) string {
	return "sign-in-address:{" + oauth.Hash(addressgroup.Of(address)) + "}"
}

// CountAddress counts a sign-in from an address before its password is checked.
// It returns zero, or how long the address must wait. The count decreases steadily, by
// limit in each window. All IPv6 addresses of a /64 network share one count.
func (s *Store) CountAddress(ctx context.Context, address string, limit int, window time.Duration) (wait time.Duration, err error) {
	return s.count(ctx, countAddress, addressKey(address), limit, window)
}

// RefundAddress undoes the count of a sign-in whose password was right.
func (s *Store) RefundAddress(ctx context.Context, address string) error {
	return s.refund(ctx, refundAddress, addressKey(address))
}

// count runs a script that counts one event under the key. It returns zero, or how long to
// wait, with nothing counted.
func (s *Store) count(ctx context.Context, script *redis.Script, key string, limit int, window time.Duration) (wait time.Duration, err error) {
	ms, err := script.Run(ctx, s.rdb, []string{key}, window.Milliseconds(), limit).Int64()
	if err != nil {
		return 0, fmt.Errorf("count for %s: %w", noun(key), err)
	}
	return time.Duration(ms) * time.Millisecond, nil
}

// refund runs a script that takes back one event under the key.
func (s *Store) refund(ctx context.Context, script *redis.Script, key string) error {
	if err := script.Run(ctx, s.rdb, []string{key}).Err(); err != nil {
		return fmt.Errorf("refund for %s: %w", noun(key), err)
	}
	return nil
}

// noun is the part of a key before the hash: what the key counts.
func noun(key string) string {
	noun, _, _ := strings.Cut(key, ":")
	return noun
}
