package redisstore

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

var (
	decideTransaction = untimed("decide_transaction")
	answerTransaction = untimed("answer_transaction")
)

// settledTTL is how long a second click gets the answer of the first: no longer
// than a code should live (RFC 6749 §4.1.2).
const settledTTL = time.Minute

func settledKey(handle string) string { return "settled:{" + oauth.Hash(handle) + "}" }

// DecideTransaction is TakeTransaction; it also keeps the transaction and the decision
// for a minute, for FindSettled.
func (s *Store) DecideTransaction(ctx context.Context, handle, decision string) (core.Transaction, error) {
	keys := []string{transactionKey(handle), settledKey(handle)}
	expires := s.now().Add(settledTTL).UnixMilli()
	record, err := decideTransaction.Run(ctx, s.rdb, keys, decision, expires, settledTTL.Milliseconds()).Text()
	return s.transaction(ctx, record, err)
}

// AnswerTransaction adds the sealed answer to a decision. If the decision is no longer
// stored, it does nothing and returns nil.
func (s *Store) AnswerTransaction(ctx context.Context, handle, answer string) error {
	if err := answerTransaction.Run(ctx, s.rdb, []string{settledKey(handle)}, answer).Err(); err != nil {
		return fmt.Errorf("answer transaction: %w", err)
	}
	return nil
}

// FindSettled returns core.ErrNotFound if nothing was decided in the last minute.
func (s *Store) FindSettled(ctx context.Context, handle string) (core.Settled, error) {
	fields, err := s.rdb.HGetAll(ctx, settledKey(handle)).Result()
	if err != nil {
		return core.Settled{}, fmt.Errorf("find settled: %w", err)
	}
	expires, err := strconv.ParseInt(fields["expires"], 10, 64)
	if err != nil || s.now().UnixMilli() >= expires {
		return core.Settled{}, core.ErrNotFound
	}
	tx, err := decodeRecord[core.Transaction]([]byte(fields["transaction"]), nil, "settled")
	switch {
	case err != nil:
		return core.Settled{}, err
	case expires-settledTTL.Milliseconds() >= tx.ExpiresAt.UnixMilli(): // it was decided after it had expired
		return core.Settled{}, core.ErrNotFound
	}
	tx, err = s.complete(ctx, tx)
	return core.Settled{Transaction: tx, Decision: fields["decision"], Answer: fields["answer"]}, err
}
