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

// countAddress counts a sign-in from an address, or refuses it.
var countAddress = timed("count_address")

// refundAddress takes a sign-in of an address back.
var refundAddress = untimed("refund_address")

// addressKey is one for each address, or network of IPv6.
func addressKey(address string) string {
	return "sign-in-address:{" + oauth.Hash(addressgroup.Of(address)) + "}"
}

// CountAddress counts a sign-in from an address before its password is checked.
// It returns zero if the sign-in may go on, else how long the address must wait.
// The count falls evenly, by the limit in a window. It is that of a network where
// the address is one of IPv6.
func (s *Store) CountAddress(ctx context.Context, address string, limit int, window time.Duration) (wait time.Duration, err error) {
	return s.count(ctx, countAddress, addressKey(address), limit, window)
}

// RefundAddress takes one back, whose password was right.
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
