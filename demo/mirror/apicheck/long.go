package apicheck

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"sync/atomic"
	"time"
)

// longSet is a key set of hugeSet bytes, with the usual keys.
type longSet struct {
	begin   []byte // everything before the filler
	begun   atomic.Bool
	written atomic.Int64  // bytes of the first response that were sent
	sent    chan struct{} // closed after the first response
}

func (r *run) longSet() (*longSet, error) {
	members, err := r.members(r.key, r.second)
	if err != nil {
		return nil, err
	}
	begin, err := json.Marshal(object{"keys": members})
	return &longSet{begin: append(bytes.TrimSuffix(begin, []byte("}")), `,"filler":"`...), sent: make(chan struct{})}, err
}

// ServeHTTP writes until the API reads no more. Further responses have the keys alone, so that the API
// recovers.
func (l *longSet) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, err := w.Write(l.begin)
	if l.begun.Swap(true) {
		_, _ = w.Write([]byte(`"}`))
		return
	}
	defer close(l.sent)
	for filler := bytes.Repeat([]byte("A"), 1<<20); err == nil && l.written.Load() < hugeSet; {
		var n int
		n, err = w.Write(filler)
		l.written.Add(int64(n))
	}
	_, _ = w.Write([]byte(`"}`))
}

// wait waits for the end of the first response.
func (l *longSet) wait(ctx context.Context) {
	select {
	case <-l.sent:
	case <-ctx.Done():
	case <-time.After(requestTimeout):
	}
}
