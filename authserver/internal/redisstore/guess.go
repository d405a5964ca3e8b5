package redisstore

import (
	"context"
	"time"

	"quartet.example/shared/oauth"
)

// countGuess counts an attempt to guess a secret, or returns how long the sender must wait.
var countGuess = timed("count_guess")

// refundGuess undoes the count of one guess.
var refundGuess = untimed("refund_guess")

func guessesKey(who string) string { return "user-code-guesses:{" + oauth.Hash(who) + "}" }

// CountGuess counts an entered user code before the code is looked up, so that concurrent
// guesses cannot exceed the limit (RFC 8628 §5.1). It returns zero, or how long the account
// or address must wait.
func (s *Store) CountGuess(ctx context.Context, who string, limit int, window time.Duration) (wait time.Duration, err error) {
	return s.count(ctx, countGuess, guessesKey(who), limit, window)
}

// RefundGuess undoes the count of one right code. It does not reset the counter: an attacker
// can start a device of their own, and would reset it with that right code.
func (s *Store) RefundGuess(ctx context.Context, who string) error {
	return s.refund(ctx, refundGuess, guessesKey(who))
}
