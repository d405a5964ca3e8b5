package redisstore

import (
	"sync"
	"time"

	"quartet.example/client/bff/internal/core"
)

// The memory holds at most 4096 sessions, with sealed records of at most 16 KiB: about 64 MiB. A
// session that does not fit is read from Redis at each request.
const (
	maxSessions = 4096
	maxRecord   = 16 << 10
)

// memory holds decrypted sessions for a short time. It does not know whether they have ended: the
// caller of get must compare the version of the session with the one in Redis. It is safe for
// concurrent use.
type memory struct {
	mu       sync.Mutex
	sessions map[string]inMemory // by handle
}

// inMemory is a session without its ID. It must not be changed, because all requests share its slices
// and maps.
type inMemory struct {
	core.Session
	expiry *time.Timer
}

// get returns the session with that handle, and whether there is one.
func (m *memory) get(handle string) (core.Session, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	found, ok := m.sessions[handle]
	return found.Session, ok
}

// put keeps a session for the duration d. It replaces an earlier version of the session. If the memory
// is full, it keeps nothing.
func (m *memory) put(s core.Session, d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remove(s.Handle)
	if len(m.sessions) < maxSessions {
		m.sessions[s.Handle] = inMemory{s, time.AfterFunc(d, func() { m.drop(s.Handle) })}
	}
}

// drop removes the session with that handle, if there is one.
func (m *memory) drop(handle string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remove(handle)
}

// remove is drop for a caller that holds mu.
func (m *memory) remove(handle string) {
	if found, ok := m.sessions[handle]; ok {
		found.expiry.Stop() // otherwise it could remove a later version of the session
		delete(m.sessions, handle)
	}
}
