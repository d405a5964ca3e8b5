package redisstore

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/addressgroup"
	"quartet.example/shared/oauth"
)

//go:embed lua/count_address.lua
var countAddressSource string

// countAddress counts a sign-in from an address, or refuses it.
var countAddress = timed(countAddressSource)

//go:embed lua/refund_address.lua
var refundAddressSource string

// refundAddress takes a sign-in of an address back.
var refundAddress = redis.NewScript(refundAddressSource)

// addressKey is one for each address, or network of IPv6.
func addressKey(address string) string {
	return "sign-in-address:{" + oauth.Hash(addressgroup.Of(address)) + "}"
}

// CountAddress counts a sign-in from an address before its password is checked.
// It returns zero if the sign-in may go on, else how long the address must wait.
// The count falls evenly, by the limit in a window. It is that of a network where
// the address is one of IPv6.
func (s *Store) CountAddress(ctx context.Context, address string, limit int, window time.Duration) (wait time.Duration, err error) {
	ms, err := countAddress.Run(ctx, s.rdb, []string{addressKey(address)}, window.Milliseconds(), limit).Int64()
	if err != nil {
		return 0, fmt.Errorf("count sign-in of address: %w", err)
	}
	return time.Duration(ms) * time.Millisecond, nil
}

// RefundAddress takes one back, whose password was right.
func (s *Store) RefundAddress(ctx context.Context, address string) error {
	if err := refundAddress.Run(ctx, s.rdb, []string{addressKey(address)}).Err(); err != nil {
		return fmt.Errorf("refund sign-in of address: %w", err)
	}
	return nil
}
