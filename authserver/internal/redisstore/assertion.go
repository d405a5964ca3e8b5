package redisstore

import (
	"context"
	"fmt"
	"time"

	"quartet.example/shared/oauth"
)

// assertionKey is one for each jti of a client, at whichever endpoint it came.
func assertionKey(clientID, jti string) string {
	return "assertion:{" + oauth.Hash(clientID+"\x00"+jti) + "}"
}

// UseAssertion tells whether this is the first use of a client's jti (RFC 7523
// §3). One SET NX decides between replicas. A record that lives
// on refuses nothing that exp would let pass, so it outlives exp by what the clocks of
// replicas may differ.
func (s *Store) UseAssertion(ctx context.Context, clientID, jti string, until time.Time) (first bool, err error) {
	left := max(until.Sub(s.now()), 0) + clocks
	first, err = s.rdb.SetNX(ctx, assertionKey(clientID, jti), "1", left).Result() // not empty, because a copy of the state has no empty records
	if err != nil {
		return false, fmt.Errorf("use assertion: %w", err)
	}
	return first, nil
}
