package redisstore

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/addressgroup"
	"quartet.example/shared/oauth"
)

//go:embed lua/count_attempt.lua
var countAttemptSource string

// countAttempt counts a sign-in, or refuses it.
var countAttempt = redis.NewScript(countAttemptSource)

//go:embed lua/fail_attempt.lua
var failAttemptSource string

// failAttempt notes that a counted sign-in was wrong.
var failAttempt = redis.NewScript(failAttemptSource)

//go:embed lua/count_address.lua
var countAddressSource string

// countAddress counts a sign-in from an address, or refuses it.
var countAddress = redis.NewScript(countAddressSource)

//go:embed lua/refund_address.lua
var refundAddressSource string

// refundAddress takes a sign-in of an address back.
var refundAddress = redis.NewScript(refundAddressSource)

// addressKey is one for each address, or network of IPv6.
func addressKey(address string) string {
	return "sign-in-address:{" + oauth.Hash(addressgroup.Of(address)) + "}"
}

// attemptsKey is one for each account, whichever way its name is spelt.
func attemptsKey(username string) string {
	return "sign-in-attempts:{" + oauth.Hash(core.NormalizeUsername(username)) + "}"
}

// CountAttempt counts a sign-in before its password is checked, so that a burst
// cannot pass. It returns zero if the sign-in may go on, else how long the
// account must wait. It returns core.ErrAttemptsPending, with nothing counted,
// while so many are being checked that they could be too many if all are wrong:
// who asks again hears which it was. Attempts are forgotten when none came for
// the window; the wait begins at the last one that was let through, and asking
// does not extend it.
func (s *Store) CountAttempt(ctx context.Context, username string, limit int, window time.Duration) (wait time.Duration, err error) {
	ms, err := countAttempt.Run(ctx, s.rdb, []string{attemptsKey(username)}, s.now().UnixMilli(), window.Milliseconds(), limit).Int64()
	switch {
	case err != nil:
		return 0, fmt.Errorf("count sign-in attempt: %w", err)
	case ms < 0:
		return 0, core.ErrAttemptsPending
	}
	return time.Duration(ms) * time.Millisecond, nil
}

// FailAttempt notes that a counted attempt was wrong.
func (s *Store) FailAttempt(ctx context.Context, username string, window time.Duration) error {
	err := failAttempt.Run(ctx, s.rdb, []string{attemptsKey(username)}, s.now().UnixMilli(), window.Milliseconds()).Err()
	if err != nil {
		return fmt.Errorf("fail sign-in attempt: %w", err)
	}
	return nil
}

// ForgetAttempts starts anew, after the right password.
func (s *Store) ForgetAttempts(ctx context.Context, username string) error {
	if err := s.rdb.Del(ctx, attemptsKey(username)).Err(); err != nil {
		return fmt.Errorf("forget sign-in attempts: %w", err)
	}
	return nil
}

// RefundAttempt takes an attempt back whose password nobody looked at.
func (s *Store) RefundAttempt(ctx context.Context, username string) error {
	if err := refundGuess.Run(ctx, s.rdb, []string{attemptsKey(username)}).Err(); err != nil {
		return fmt.Errorf("refund sign-in attempt: %w", err)
	}
	return nil
}

// CountAddress counts a sign-in from an address before its password is checked.
// It returns zero if the sign-in may go on, else how long the address must wait.
// The count falls evenly, by the limit in a window. It is that of a network where
// the address is one of IPv6.
func (s *Store) CountAddress(ctx context.Context, address string, limit int, window time.Duration) (wait time.Duration, err error) {
	ms, err := countAddress.Run(ctx, s.rdb, []string{addressKey(address)}, s.now().UnixMilli(), window.Milliseconds(), limit).Int64()
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
