package fault

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"quartet.example/authserver/controlapi"
	"quartet.example/shared/jose"
)

// maxQueued is the number of faults that can wait.
const maxQueued = 1000

var errFull = fmt.Errorf("there are %d faults in the queue: remove some first", maxQueued)

// errNoRotation refuses a stale JWK Set before there can be one.
var errNoRotation = errors.New("stale_jwks: the keys were not rotated yet, so there is no older JWK Set: rotate them first")

// Keys are the signing keys of the server.
type Keys interface {
	// IDTokenKey returns the key for an algorithm of RFC 7518 §3.1, or an error if there is none.
	IDTokenKey(alg string) (jose.SigningKey, error)
	// Outdated returns the JWK Set of before the last rotation, or nil if there was no rotation.
	Outdated() []byte
}

// Queue is the faults that wait for a request. It is safe for concurrent use. Use New.
type Queue struct {
	issuer string
	keys   Keys
	memory memory
	closed chan struct{} // ends the delays

	queued atomic.Int64 // the number of faults: all that a request reads if there are none

	mu     sync.Mutex
	faults []*waiting
	last   int // number of the last fault, for its ID
	close  sync.Once
}

// waiting is a fault and how often it can still be used.
type waiting struct {
	controlapi.Fault
	left int
}

// New returns an empty Queue for the server of this issuer.
func New(issuer string, keys Keys) *Queue {
	return &Queue{issuer: issuer, keys: keys, closed: make(chan struct{})}
}

// Put adds a fault, and returns it with its ID. The error says in words what is wrong with the fault.
func (q *Queue) Put(f controlapi.Fault) (controlapi.Fault, error) {
	if err := validate(f); err != nil {
		return controlapi.Fault{}, fmt.Errorf("fault: %w", err)
	}
	if f.StaleJWKS && q.keys.Outdated() == nil {
		return controlapi.Fault{}, fmt.Errorf("fault: %w", errNoRotation)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.faults) == maxQueued {
		return controlapi.Fault{}, fmt.Errorf("fault: %w", errFull)
	}
	q.last++
	f.ID, f.Times = strconv.Itoa(q.last), max(f.Times, 1)
	q.keep(append(q.faults, &waiting{f, f.Times}))
	return f, nil
}

// List returns the faults that wait, the oldest first. Times is how often each can still be used.
func (q *Queue) List() []controlapi.Fault {
	q.mu.Lock()
	defer q.mu.Unlock()
	list := make([]controlapi.Fault, len(q.faults))
	for i, w := range q.faults {
		list[i] = w.Fault
		list[i].Times = w.left
	}
	return list
}

// Remove removes the fault with this ID. It returns false if none waits under it.
func (q *Queue) Remove(id string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	before := len(q.faults)
	q.keep(slices.DeleteFunc(q.faults, func(w *waiting) bool { return w.ID == id }))
	return len(q.faults) < before
}

// Clear removes all faults.
func (q *Queue) Clear() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.keep(nil)
}

// Close ends all delays, now and later: the requests that wait are refused.
func (q *Queue) Close() { q.close.Do(func() { close(q.closed) }) }

// take uses the first fault that matches, once. It returns false if there is none.
func (q *Queue) take(matches func(controlapi.Fault) bool) (controlapi.Fault, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.IndexFunc(q.faults, func(w *waiting) bool { return matches(w.Fault) })
	if i < 0 {
		return controlapi.Fault{}, false
	}
	w := q.faults[i]
	if w.left--; w.left == 0 {
		q.keep(slices.Delete(q.faults, i, i+1))
	}
	return w.Fault, true
}

// has reports whether a fault matches, without using it.
func (q *Queue) has(matches func(controlapi.Fault) bool) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.ContainsFunc(q.faults, func(w *waiting) bool { return matches(w.Fault) })
}

// keep replaces the faults. The caller holds the lock.
func (q *Queue) keep(faults []*waiting) {
	q.faults = faults
	q.queued.Store(int64(len(faults)))
}
