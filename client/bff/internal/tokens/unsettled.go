package tokens

import (
	"sync"
	"time"
)

// unsettled are the sessions whose last refresh got no answer: the server may
// have spent the old refresh token, and forgives that it is shown again for a
// short time only. They do not queue and the circuit does not stop them, once in
// a second. How many there are the circuit bounds: each went through it.
type unsettled struct {
	mu   sync.Mutex
	next map[string]time.Time // by session and version: not before
}

const (
	hurry     = 10 * time.Second // after that nothing is forgiven, and they queue like all others
	settlePer = time.Second
)

// mayGo tells whether a session is unsettled and may ask now. It counts as asked.
func (u *unsettled) mayGo(key string, now time.Time) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	next, there := u.next[key]
	if !there || now.Before(next) {
		return false
	}
	u.next[key] = now.Add(settlePer)
	return true
}

// note remembers a session without an answer for a while, and forgets one with.
func (u *unsettled) note(key string, now time.Time, answered bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if answered {
		delete(u.next, key)
		return
	}
	if u.next == nil {
		u.next = map[string]time.Time{}
	}
	if _, there := u.next[key]; !there {
		u.next[key] = now.Add(settlePer)
		time.AfterFunc(hurry, func() { u.note(key, now, true) })
	}
}
