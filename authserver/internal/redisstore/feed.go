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

// announce adds a revocation to the feed, and drops what no token outlives.
var announce = timed("announce")

// feedKey is the stream of revocations, in the order in which all replicas made
// them: for resource servers, which cannot ask Redis (internal/securityevents).
const feedKey = "revocations:{feed}"

// toldKey says when a token or grant was told last.
func toldKey(about, name string) string { return "revocation-told:{feed}:" + about + ":" + name }

// The fields of an entry that say what it is about.
const (
	aboutToken = "token"
	aboutGrant = "grant"
)

// inFlight is added to the lifetime of the tokens that a revocation is about:
// for a clock at the resource server that is up to a minute late, and for a token
// that was being signed at that very moment.
const inFlight = 2 * time.Minute

// repeatAfter is how long the feed does not repeat an entry, so that nobody fills it by
// revoking one token over and over. It is much less than inFlight, so the first entry
// covers the tokens that the grant issued in the meantime.
const repeatAfter = 10 * time.Second

// announceGrant tells that the tokens of a grant have ended. It comes before the
// revocation itself, so that nothing is revoked and not told: if Redis fails in
// between, the caller gets an error and retries.
func (s *Store) announceGrant(ctx context.Context, rdb redis.Scripter, gid string, audience []string) *redis.Cmd {
	return s.announce(ctx, rdb, aboutGrant, gid, audience, s.now().Add(core.MaxAccessTokenTTL+inFlight))
}

func (s *Store) announceToken(ctx context.Context, rdb redis.Scripter, jti string, audience []string, expiresAt time.Time) *redis.Cmd {
	return s.announce(ctx, rdb, aboutToken, jti, audience, expiresAt.Add(inFlight))
}

func (s *Store) announce(ctx context.Context, rdb redis.Scripter, about, name string, audience []string, until time.Time) *redis.Cmd {
	keep := max(core.MaxAccessTokenTTL+inFlight, until.Sub(s.now()))
	return announce.Eval(ctx, rdb, []string{feedKey, toldKey(about, name)},
		about, name, until.UnixMilli(), keep.Milliseconds(), repeatAfter.Milliseconds(), strings.Join(audience, " "))
}

// Revocations gives what was revoked after the position, "" for all that is
// remembered, oldest first and at most limit; more tells whether there is more.
// Nothing is missing that an unexpired access token could come from.
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

// AwaitRevocation returns as soon as there are revocations after the position, or
// after patience, and gives the last position.
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
