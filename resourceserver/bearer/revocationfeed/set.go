package revocationfeed

import (
	"slices"
	"sync"
	"time"

	"quartet.example/shared/accesstoken"
)

// sweepEvery is the interval at which expired entries are deleted.
const sweepEvery = 30 * time.Second

// set contains the revoked tokens (jti) and grants (gid). Each is kept until no token with that
// name can be valid any more.
type set struct {
	mu      sync.RWMutex
	max     int
	tokens  map[string]time.Time
	grants  map[string]time.Time
	swept   time.Time
	missing time.Time // until this time, a revocation that did not fit is relevant
}

func newSet(most int) *set {
	return &set{max: most, tokens: map[string]time.Time{}, grants: map[string]time.Time{}}
}

// has tells whether the token, its grant, or a token that it was exchanged from is revoked.
func (s *set) has(c *accesstoken.Claims) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, token := s.tokens[c.ID]
	_, grant := s.grants[c.GrantID]
	source := slices.ContainsFunc(c.ExchangedFrom, func(jti string) bool { _, revoked := s.tokens[jti]; return revoked })
	return token && c.ID != "" || grant && c.GrantID != "" || source
}

// revocation is the content of an event.
type revocation struct {
	tokenID, grantID string // exactly one of them is set
	until            time.Time
}

// add stores a revocation, if there is room.
func (s *set) add(r revocation, now time.Time) {
	if !now.Before(r.until) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	names, name := s.tokens, r.tokenID
	if r.grantID != "" {
		names, name = s.grants, r.grantID
	}
	known, has := names[name]
	if !has && s.full() {
		s.forget(now) // expired entries must not take the room of relevant ones
	}
	if !has && s.full() {
		s.missing = later(s.missing, r.until)
		return
	}
	names[name] = later(known, r.until)
}

// sweep deletes expired entries, at most every sweepEvery.
func (s *set) sweep(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(s.swept) < sweepEvery {
		return
	}
	s.forget(now)
}

func (s *set) full() bool { return len(s.tokens)+len(s.grants) >= s.max }

// forget deletes the expired entries.
func (s *set) forget(now time.Time) {
	s.swept = now
	for _, names := range []map[string]time.Time{s.tokens, s.grants} {
		for name, until := range names {
			if !now.Before(until) {
				delete(names, name)
			}
		}
	}
}

// size returns the number of entries, and whether all relevant revocations are among them.
func (s *set) size(now time.Time) (entries int, complete bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.tokens) + len(s.grants), !now.Before(s.missing)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
