package redisstore

import (
	"context"
	"fmt"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/addressgroup"
	"quartet.example/shared/oauth"
)

// countAttempt counts a sign-in attempt, or refuses it.
var countAttempt = timed("count_attempt")

// failAttempt records that a counted attempt had a wrong password.
var failAttempt = timed("fail_attempt")

// settleAttempt undoes the count of an attempt.
var settleAttempt = untimed("settle_attempt")

// attemptKeys returns the key of the counter of the origin, an address or a known
// browser, and, unless it is a known browser, the key of the counter of the account.
// Both are in one slot of a cluster, however the username is written.
func attemptKeys(a core.SignInAttempt) []string {
	account := "{" + oauth.Hash(core.NormalizeUsername(a.Username)) + "}"
	if a.Known() {
		return []string{"sign-in-attempts:" + account + ":browser:" + oauth.Hash(a.Browser)}
	}
	return []string{
		"sign-in-attempts:" + account + ":address:" + oauth.Hash(addressgroup.Of(a.Address)),
		"sign-in-attempts:" + account,
	}
}

// CountAttempt counts a sign-in attempt before its password is checked, so that
// concurrent guesses cannot pass the limit. It returns the zero SignInWait if the
// attempt may go on, else how long to wait. While so many attempts are being checked
// that the limit would be reached if all of them are wrong, it counts nothing and returns
// core.ErrAttemptsPending; the caller tries again later.
//
// The count of an origin is deleted when no attempt was counted for the window. The wait
// begins at the last attempt that was counted; attempts that are refused do not extend
// it. The count of the account falls continuously.
func (s *Store) CountAttempt(ctx context.Context, a core.SignInAttempt, limits core.SignInLimits) (core.SignInWait, error) {
	reply, err := countAttempt.Run(ctx, s.rdb, attemptKeys(a),
		limits.Window.Milliseconds(), limits.Origin, limits.Account).Slice()
	if err != nil {
		return core.SignInWait{}, fmt.Errorf("count sign-in attempt: %w", err)
	}
	ms, _ := reply[1].(int64)
	switch reply[0] {
	case "ok":
		return core.SignInWait{}, nil
	case "pending":
		return core.SignInWait{}, core.ErrAttemptsPending
	}
	return core.SignInWait{For: time.Duration(ms) * time.Millisecond, Everywhere: reply[0] == "account"}, nil
}

// FailAttempt records that a counted attempt had a wrong password.
func (s *Store) FailAttempt(ctx context.Context, a core.SignInAttempt, window time.Duration) error {
	err := failAttempt.Run(ctx, s.rdb, attemptKeys(a)[:1], window.Milliseconds()).Err()
	if err != nil {
		return fmt.Errorf("fail sign-in attempt: %w", err)
	}
	return nil
}

// ForgetAttempts deletes the count of the origin from which the right password came. The
// counts of other origins stay, because somebody may be guessing there.
func (s *Store) ForgetAttempts(ctx context.Context, a core.SignInAttempt) error {
	if err := settleAttempt.Run(ctx, s.rdb, attemptKeys(a), "right").Err(); err != nil {
		return fmt.Errorf("forget sign-in attempts: %w", err)
	}
	return nil
}

// RefundAttempt undoes the count of an attempt whose password was not checked.
func (s *Store) RefundAttempt(ctx context.Context, a core.SignInAttempt) error {
	if err := settleAttempt.Run(ctx, s.rdb, attemptKeys(a), "unchecked").Err(); err != nil {
		return fmt.Errorf("refund sign-in attempt: %w", err)
	}
	return nil
}
