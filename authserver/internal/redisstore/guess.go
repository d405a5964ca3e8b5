package redisstore

import (
	"context"
	"time"

	"quartet.example/shared/oauth"
)

// countGuess counts a guess, or refuses it.
var countGuess = timed("count_guess")

// refundGuess takes a guess back.
var refundGuess = untimed("refund_guess")

func guessesKey(who string) string { return "user-code-guesses:{" + oauth.Hash(who) + "}" }

// CountGuess counts the entry of a user code before it is looked up, so that a
// burst cannot pass (RFC 8628 §5.1). It returns zero if the entry may go on, else
// how long the account or address must wait.
func (s *Store) CountGuess(ctx context.Context, who string, limit int, window time.Duration) (wait time.Duration, err error) {
	return s.count(ctx, countGuess, guessesKey(who), limit, window)
}

// RefundGuess takes back one entry that was right. It does not forget the wrong
// ones: anybody can start a device, and so has a right code at hand.
func (s *Store) RefundGuess(ctx context.Context, who string) error {
	return s.refund(ctx, refundGuess, guessesKey(who))
}
