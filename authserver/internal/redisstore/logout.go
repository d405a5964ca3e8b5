package redisstore

import (
	"context"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// logoutKey has a name of its own: a handle of a sign-out must never be taken
// for one of an authorization request, which ends in a code.
func logoutKey(handle string) string { return "logout:{" + oauth.Hash(handle) + "}" }

// SaveLogout keeps a sign-out that waits for the user's word.
func (s *Store) SaveLogout(ctx context.Context, handle string, l core.Logout) error {
	return s.saveRecord(ctx, logoutKey(handle), "logout", l, l.ExpiresAt)
}

// TakeLogout gives it to exactly one caller; to all others, and when it has
// expired, it is core.ErrNotFound.
func (s *Store) TakeLogout(ctx context.Context, handle string) (core.Logout, error) {
	return s.logout(s.rdb.GetDel(ctx, logoutKey(handle)).Bytes())
}

// FindLogout looks at it without taking it.
func (s *Store) FindLogout(ctx context.Context, handle string) (core.Logout, error) {
	return s.logout(s.rdb.Get(ctx, logoutKey(handle)).Bytes())
}

func (s *Store) logout(record []byte, err error) (core.Logout, error) {
	l, err := decodeRecord[core.Logout](record, err, "logout")
	if err == nil && !s.now().Before(l.ExpiresAt) {
		return core.Logout{}, core.ErrNotFound
	}
	return l, err
}
