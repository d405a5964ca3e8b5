package flow

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

const (
	maxShelf = 20 // flows on a Shelf
	onShelf  = "file-"
)

// Shelf keeps flows that were read from files, apart from the recording. The zero value is ready to use.
// It is safe for concurrent use, and keeps the latest 20 flows.
type Shelf struct {
	mu    sync.RWMutex
	count int
	flows []Flow // latest first
}

// Put adds flows, and returns the id of the first. An id on the shelf is never that of a recorded flow,
// because the file may come from the same recording.
func (s *Shelf) Put(flows ...Flow) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range slices.Backward(flows[:min(len(flows), maxShelf)]) {
		s.count++
		f.ID = onShelf + strconv.Itoa(s.count)
		s.flows = slices.Insert(s.flows, 0, f)
	}
	s.flows = s.flows[:min(len(s.flows), maxShelf)]
	return s.flows[0].ID
}

// Find returns the flow with this id. It returns false if there is none.
func (s *Shelf) Find(id string) (Flow, bool) {
	if !strings.HasPrefix(id, onShelf) {
		return Flow{}, false
	}
	flows := s.Flows()
	i := slices.IndexFunc(flows, func(f Flow) bool { return f.ID == id })
	if i < 0 {
		return Flow{}, false
	}
	return flows[i], true
}

// Flows returns the flows, the latest first.
func (s *Shelf) Flows() []Flow {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.flows)
}
