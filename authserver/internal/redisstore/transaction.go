package redisstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

func transactionKey(handle string) string { return "transaction:{" + oauth.Hash(handle) + "}" }

// SaveTransaction keeps an authorization request in progress until it expires.
func (s *Store) SaveTransaction(ctx context.Context, handle string, tx core.Transaction) error {
	return s.saveRecord(ctx, transactionKey(handle), "transaction", tx, tx.ExpiresAt)
}

// FindTransaction returns core.ErrNotFound for one that is unknown, expired or taken.
func (s *Store) FindTransaction(ctx context.Context, handle string) (core.Transaction, error) {
	return s.transaction(s.rdb.Get(ctx, transactionKey(handle)).Bytes())
}

// UpdateTransaction replaces one that is still there; a transaction that was
// taken meanwhile does not come back: core.ErrNotFound.
func (s *Store) UpdateTransaction(ctx context.Context, handle string, tx core.Transaction) error {
	record, err := json.Marshal(tx)
	if err != nil {
		return fmt.Errorf("update transaction: %w", err)
	}
	err = s.rdb.SetArgs(ctx, transactionKey(handle), record, redis.SetArgs{Mode: "XX", KeepTTL: true}).Err()
	switch {
	case errors.Is(err, redis.Nil):
		return core.ErrNotFound
	case err != nil:
		return fmt.Errorf("update transaction: %w", err)
	}
	return nil
}

// TakeTransaction gives the transaction to exactly one caller; to all others it
// is core.ErrNotFound. GETDEL is one step in Redis, so no script is needed.
func (s *Store) TakeTransaction(ctx context.Context, handle string) (core.Transaction, error) {
	return s.transaction(s.rdb.GetDel(ctx, transactionKey(handle)).Bytes())
}

func (s *Store) transaction(record []byte, err error) (core.Transaction, error) {
	tx, err := decodeRecord[core.Transaction](record, err, "transaction")
	if err == nil && !s.now().Before(tx.ExpiresAt) {
		return core.Transaction{}, core.ErrNotFound
	}
	return tx, err
}

// saveRecord keeps v as JSON; the TTL collects it after its expiry.
func (s *Store) saveRecord(ctx context.Context, key, noun string, v any, expires time.Time) error {
	record, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("save %s: %w", noun, err)
	}
	if err := s.rdb.Set(ctx, key, record, max(expires.Sub(s.now()), time.Millisecond)).Err(); err != nil {
		return fmt.Errorf("save %s: %w", noun, err)
	}
	return nil
}

// decodeRecord reads what saveRecord kept, or core.ErrNotFound if it is gone.
func decodeRecord[T any](record []byte, err error, noun string) (T, error) {
	var v T
	switch {
	case errors.Is(err, redis.Nil):
		return v, core.ErrNotFound
	case err != nil:
		return v, fmt.Errorf("find %s: %w", noun, err)
	}
	if err := json.Unmarshal(record, &v); err != nil {
		return v, fmt.Errorf("find %s: %w", noun, err)
	}
	return v, nil
}
