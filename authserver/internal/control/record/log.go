package record

import (
	"sync"
	"time"

	"quartet.example/authserver/controlapi"
)

// What a Log keeps at most.
const (
	maxRequests = 1000
	maxBody     = 64 << 10 // bytes of one body
	maxSize     = 16 << 20 // bytes of all requests
)

// Log is the last requests. It is safe for concurrent use. The zero Log is not usable; use New.
type Log struct {
	now func() time.Time

	mu      sync.Mutex
	entries []*entry // the oldest first
	size    int      // bytes
	number  int64    // of the last request
}

// New returns an empty Log. now is the clock of the server.
func New(now func() time.Time) *Log { return &Log{now: now} }

// add keeps a request, and forgets the oldest ones if there are too many.
func (l *Log) add(e *entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.number++
	e.number = l.number
	l.entries = append(l.entries, e)
	l.size += e.size()
	for len(l.entries) > maxRequests || l.size > maxSize {
		l.size -= l.entries[0].size()
		l.entries[0] = nil // so that its memory is freed before the slice moves
		l.entries = l.entries[1:]
	}
}

// Requests returns the requests that the filter chooses, in the order of their responses.
func (l *Log) Requests(f controlapi.RequestFilter) []controlapi.Request {
	l.mu.Lock()
	entries := append([]*entry(nil), l.entries...)
	l.mu.Unlock()
	chosen := []controlapi.Request{}
	for _, e := range entries {
		if r := e.request(); f.Chooses(r) {
			chosen = append(chosen, r)
		}
	}
	return chosen
}

// Clear forgets all requests. The numbers of later ones continue.
func (l *Log) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries, l.size = nil, 0
}
