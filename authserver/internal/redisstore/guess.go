package redisstore

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/oauth"
)

//go:embed lua/count_guess.lua
var countGuessSource string

// countGuess counts a guess, or refuses it.
var countGuess = timed(countGuessSource)

//go:embed lua/refund_guess.lua
var refundGuessSource string

// refundGuess takes a guess back.
var refundGuess = redis.NewScript(refundGuessSource)

func guessesKey(who string) string { return "user-code-guesses:{" + oauth.Hash(who) + "}" }

// CountGuess counts the entry of a user code before it is looked up, so that a
// burst cannot pass (RFC 8628 §5.1). It returns zero if the entry may go on, else
// how long the account or address must wait.
func (s *Store) CountGuess(ctx context.Context, who string, limit int, window time.Duration) (wait time.Duration, err error) {
	ms, err := countGuess.Run(ctx, s.rdb, []string{guessesKey(who)}, window.Milliseconds(), limit).Int64()
	if err != nil {
		return 0, fmt.Errorf("count guess: %w", err)
	}
	return time.Duration(ms) * time.Millisecond, nil
}

// RefundGuess takes back one entry that was right. It does not forget the wrong
// ones: anybody can start a device, and so has a right code at hand.
func (s *Store) RefundGuess(ctx context.Context, who string) error {
	if err := refundGuess.Run(ctx, s.rdb, []string{guessesKey(who)}).Err(); err != nil {
		return fmt.Errorf("refund guess: %w", err)
	}
	return nil
}
