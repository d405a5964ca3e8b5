package tokens

import (
	"sync"
	"time"
)

// lostAnswers are the sessions whose last refresh got no answer. The server may have used up the
// old refresh token, and accepts it once more for a short time only (grace). So these sessions may
// retry once a second without the circuit and its queue. The circuit limits their number, because
// the first attempt of each went through it.
type lostAnswers struct {
	mu   sync.Mutex
	next map[string]time.Time // the time before which a session waits, by session and version
}

const (
	forgiven   = 10 * time.Second // an estimate of the server's grace; after that the session queues like all others
	retryEvery = time.Second
)

// mayRetry reports whether the response for this session was lost and it may retry now. It returns
// true at most once a second.
func (l *lostAnswers) mayRetry(key string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	next, there := l.next[key]
	if !there || now.Before(next) {
		return false
	}
	l.next[key] = now.Add(retryEvery)
	return true
}

// note remembers a session without an answer for a while, and forgets one with an answer.
func (l *lostAnswers) note(key string, now time.Time, answered bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if answered {
		delete(l.next, key)
		return
	}
	if l.next == nil {
		l.next = map[string]time.Time{}
	}
	if _, there := l.next[key]; !there {
		l.next[key] = now.Add(retryEvery)
		time.AfterFunc(forgiven, func() { l.note(key, now, true) })
	}
}
