package revocationfeed

import (
	"slices"
	"sync"
	"time"

	"quartet.example/shared/accesstoken"
)

// sweepEvery bounds how long a name stays after it stopped to matter.
const sweepEvery = 30 * time.Second

// set is what is revoked: names of tokens (jti) and grants (gid), until no token
// of that name can be valid any more.
type set struct {
	mu      sync.RWMutex
	max     int
	tokens  map[string]time.Time
	grants  map[string]time.Time
	swept   time.Time
	missing time.Time // until when something that did not fit matters
}

func newSet(most int) *set {
	return &set{max: most, tokens: map[string]time.Time{}, grants: map[string]time.Time{}}
}

// has tells whether the token, its grant, or a token that it was exchanged from is
// revoked.
func (s *set) has(c *accesstoken.Claims) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	_, token := s.tokens[c.ID]
	_, grant := s.grants[c.GrantID]
	source := slices.ContainsFunc(c.ExchangedFrom, func(jti string) bool { _, revoked := s.tokens[jti]; return revoked })
	return token && c.ID != "" || grant && c.GrantID != "" || source
}

// revocation is an event, understood.
type revocation struct {
	tokenID, grantID string // one of them
	until            time.Time
}

// add remembers a revocation, if there is room.
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
		s.forget(now) // what has expired must not keep out what matters
	}
	if !has && s.full() {
		s.missing = later(s.missing, r.until)
		return
	}
	names[name] = later(known, r.until)
}

// sweep forgets what does not matter any more, now and then.
func (s *set) sweep(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(s.swept) < sweepEvery {
		return
	}
	s.forget(now)
}

func (s *set) full() bool { return len(s.tokens)+len(s.grants) >= s.max }

// forget drops what has expired.
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

// size is the number of names, and whether all that matter are among them.
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
