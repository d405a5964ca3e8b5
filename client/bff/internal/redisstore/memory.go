package redisstore

import (
	"sync"
	"time"

	"quartet.example/client/bff/internal/core"
)

// The memory holds at most 4096 sessions with sealed records of at most 16 KiB, so some 64 MiB. A
// session that does not fit is read from Redis at each request.
const (
	maxRemembered = 4096
	maxRecord     = 16 << 10
)

// memory holds decrypted sessions for a short time. It does not know whether they have ended: who
// takes one from it must ask Redis for its version.
type memory struct {
	mu       sync.Mutex
	sessions map[string]remembered // by handle
}

// remembered is a session without its ID. Nobody may change it: all requests share its slices and
// maps.
type remembered struct {
	core.Session
	expiry *time.Timer
}

// get returns the session with that handle.
func (m *memory) get(handle string) (core.Session, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	found, ok := m.sessions[handle]
	return found.Session, ok
}

// put keeps a session for the duration d, instead of an earlier version of it.
func (m *memory) put(s core.Session, d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remove(s.Handle)
	if len(m.sessions) < maxRemembered {
		m.sessions[s.Handle] = remembered{s, time.AfterFunc(d, func() { m.drop(s.Handle) })}
	}
}

// drop forgets a session.
func (m *memory) drop(handle string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remove(handle)
}

func (m *memory) remove(handle string) {
	if found, ok := m.sessions[handle]; ok {
		found.expiry.Stop() // the timer refers to the session too
		delete(m.sessions, handle)
	}
}
