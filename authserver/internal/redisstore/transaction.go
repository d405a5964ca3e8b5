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

// SaveTransaction stores an authorization request in progress until it expires. For a
// pushed request it stores a reference.
func (s *Store) SaveTransaction(ctx context.Context, handle string, tx core.Transaction) error {
	return s.saveRecord(ctx, transactionKey(handle), "transaction", byReference(tx), tx.ExpiresAt)
}

// byReference removes the content of a pushed request, which has a record of its own. An
// attacker could open one request_uri many times, with GETs of 100 bytes; each must store
// only a reference, not the whole request.
func byReference(tx core.Transaction) core.Transaction {
	if tx.Request.Pushed != "" {
		tx.Request = core.AuthorizationRequest{ClientID: tx.Request.ClientID, Pushed: tx.Request.Pushed}
	}
	return tx
}

// FindTransaction returns core.ErrNotFound for a transaction that is unknown, expired or taken.
func (s *Store) FindTransaction(ctx context.Context, handle string) (core.Transaction, error) {
	record, err := s.rdb.Get(ctx, transactionKey(handle)).Result()
	return s.transaction(ctx, record, err)
}

// UpdateTransaction replaces a stored transaction. It returns core.ErrNotFound, and stores
// nothing, if another caller has taken the transaction in the meantime.
func (s *Store) UpdateTransaction(ctx context.Context, handle string, tx core.Transaction) error {
	record, err := json.Marshal(byReference(tx))
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

// TakeTransaction returns the transaction to exactly one caller, and core.ErrNotFound to
// all others. GETDEL is one step in Redis, so no script is needed.
func (s *Store) TakeTransaction(ctx context.Context, handle string) (core.Transaction, error) {
	record, err := s.rdb.GetDel(ctx, transactionKey(handle)).Result()
	return s.transaction(ctx, record, err)
}

// transaction decodes a record, and adds the content of a pushed request.
func (s *Store) transaction(ctx context.Context, record string, err error) (core.Transaction, error) {
	tx, err := decodeRecord[core.Transaction]([]byte(record), err, "transaction")
	switch {
	case err != nil:
		return tx, err
	case !s.now().Before(tx.ExpiresAt):
		return core.Transaction{}, core.ErrNotFound
	}
	return s.complete(ctx, tx)
}

// complete undoes byReference.
func (s *Store) complete(ctx context.Context, tx core.Transaction) (core.Transaction, error) {
	if tx.Request.Pushed == "" {
		return tx, nil
	}
	pushed, err := s.pushed(ctx, tx.Request.Pushed)
	tx.Request = pushed.Request
	return tx, err
}

// saveRecord stores v as JSON until it expires, unless the sender has stored too much.
func (s *Store) saveRecord(ctx context.Context, key, noun string, v any, expires time.Time) error {
	record, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("save %s: %w", noun, err)
	}
	if err := s.admit(ctx, len(record)); err != nil {
		return err
	}
	if err := s.rdb.Set(ctx, key, record, max(expires.Sub(s.now()), time.Millisecond)).Err(); err != nil {
		return fmt.Errorf("save %s: %w", noun, err)
	}
	return nil
}

// decodeRecord decodes what saveRecord stored. It returns core.ErrNotFound if there is no record.
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
