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
var countAttempt = timed(countAttemptSource)

//go:embed lua/fail_attempt.lua
var failAttemptSource string

// failAttempt notes that a counted sign-in was wrong.
var failAttempt = timed(failAttemptSource)

//go:embed lua/settle_attempt.lua
var settleAttemptSource string

// settleAttempt takes a counted sign-in back.
var settleAttempt = redis.NewScript(settleAttemptSource)

// attemptKeys are the counter of where the attempt comes from and, unless that is
// a known browser, the one of the account. Both lie in the slot of the account,
// whichever way its name is spelt.
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

// CountAttempt counts a sign-in before its password is checked, so that a burst
// cannot pass. It returns the zero SignInWait if the sign-in may go on, else how
// long to wait. It returns core.ErrAttemptsPending, with nothing counted, while so
// many are being checked that they could be too many if all are wrong: who asks
// again hears which it was.
//
// Attempts from one origin are forgotten when none came for the window; the wait
// begins at the last one that was let through, and asking does not extend it. The
// count of the account falls evenly.
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

// FailAttempt notes that a counted attempt was wrong.
func (s *Store) FailAttempt(ctx context.Context, a core.SignInAttempt, window time.Duration) error {
	err := failAttempt.Run(ctx, s.rdb, attemptKeys(a)[:1], window.Milliseconds()).Err()
	if err != nil {
		return fmt.Errorf("fail sign-in attempt: %w", err)
	}
	return nil
}

// ForgetAttempts forgets the wrong passwords from where the right one came. Those
// from elsewhere stay counted: somebody may be guessing there.
func (s *Store) ForgetAttempts(ctx context.Context, a core.SignInAttempt) error {
	if err := settleAttempt.Run(ctx, s.rdb, attemptKeys(a), "right").Err(); err != nil {
		return fmt.Errorf("forget sign-in attempts: %w", err)
	}
	return nil
}

// RefundAttempt takes an attempt back whose password nobody looked at.
func (s *Store) RefundAttempt(ctx context.Context, a core.SignInAttempt) error {
	if err := settleAttempt.Run(ctx, s.rdb, attemptKeys(a), "unchecked").Err(); err != nil {
		return fmt.Errorf("refund sign-in attempt: %w", err)
	}
	return nil
}
