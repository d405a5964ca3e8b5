package redisstore

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver/internal/core"
)

// announce appends a revocation to the feed, and removes entries whose tokens have expired.
var announce = timed("announce")

// feedKey is the stream of revocations, in the order in which all replicas made
// them: for resource servers, which cannot ask Redis (internal/securityevents).
const feedKey = "revocations:{feed}"

// toldKey is the key that stops the feed from repeating an entry.
func toldKey(about, name string) string { return "revocation-told:{feed}:" + about + ":" + name }

// The values of a field that tells whether an entry is about one token or about a grant.
const (
	aboutToken = "token"
	aboutGrant = "grant"
)

// inFlight is added to the lifetime of revoked tokens: the clock of a resource server may be
// up to a minute late, and a token may be signed at the moment of the revocation.
const inFlight = 2 * time.Minute

// repeatAfter is how long the feed does not repeat an entry, so that nobody fills it by
// revoking one token over and over. It is much less than inFlight, so the first entry
// covers the tokens that the grant issued in the meantime.
const repeatAfter = 10 * time.Second

// announceGrant appends the revocation of a grant to the feed. Callers do this before they
// revoke. If Redis fails between the two steps, the caller gets an error and retries, and
// resource servers learn of every revocation.
func (s *Store) announceGrant(gid string, audience []string) call {
	return s.announce(aboutGrant, gid, audience, s.now().Add(core.MaxAccessTokenTTL+inFlight))
}

func (s *Store) announceToken(jti string, audience []string, expiresAt time.Time) call {
	return s.announce(aboutToken, jti, audience, expiresAt.Add(inFlight))
}

func (s *Store) announce(about, name string, audience []string, until time.Time) call {
	keep := max(core.MaxAccessTokenTTL+inFlight, until.Sub(s.now()))
	return call{announce, []string{feedKey, toldKey(about, name)}, []any{
		about, name, until.UnixMilli(), keep.Milliseconds(), repeatAfter.Milliseconds(), strings.Join(audience, " "),
	}}
}

// Revocations returns at most limit revocations after the position, oldest first; "" is the
// beginning of the feed. more reports whether there are further ones. The feed contains
// every revocation of a token that has not expired.
func (s *Store) Revocations(ctx context.Context, after string, limit int) (found []core.Revocation, more bool, err error) {
	start := "-"
	if after != "" {
		start = "(" + after
	}
	entries, err := s.rdb.XRangeN(ctx, feedKey, start, "+", int64(limit)+1).Result()
	if err != nil {
		return nil, false, fmt.Errorf("read revocations: %w", err)
	}
	if more = len(entries) > limit; more {
		entries = entries[:limit]
	}
	for _, entry := range entries {
		found = append(found, decodeRevocation(entry))
	}
	return found, more, nil
}

// lateAnswer is how much later than patience an answer of Redis may come: without
// it go-redis would wait ten seconds for a Redis that vanished while it blocked.
const lateAnswer = time.Second

// AwaitRevocation returns the last position, as soon as there are revocations after the
// given one, or after patience.
func (s *Store) AwaitRevocation(ctx context.Context, after string, patience time.Duration) (string, error) {
	if after == "" {
		after = "0-0"
	}
	ctx, cancel := context.WithTimeout(ctx, patience+lateAnswer)
	defer cancel()
	streams, err := s.rdb.XRead(ctx, &redis.XReadArgs{Streams: []string{feedKey, after}, Block: patience}).Result()
	if errors.Is(err, redis.Nil) || err == nil && len(streams) == 0 {
		return after, nil
	}
	if err != nil {
		return after, fmt.Errorf("await revocation: %w", err)
	}
	entries := streams[0].Messages
	return entries[len(entries)-1].ID, nil
}

func decodeRevocation(entry redis.XMessage) core.Revocation {
	field := func(name string) string { s, _ := entry.Values[name].(string); return s }
	at := func(name string) time.Time {
		ms, _ := strconv.ParseInt(field(name), 10, 64)
		return time.UnixMilli(ms).UTC()
	}
	return core.Revocation{
		Position: entry.ID, TokenID: field(aboutToken), GrantID: field(aboutGrant), Audience: strings.Fields(field("aud")), At: at("at"), Until: at("until"),
	}
}
