package fault

import (
	"net/url"
	"sync"

	"quartet.example/shared/oauth"
)

// maxRemembered is the number of handles that are remembered. With more, the oldest are forgotten.
const maxRemembered = 4096

// origin is the authorization request that a handle belongs to.
type origin struct {
	client, state string
	pushed        url.Values // the parameters of a pushed request that say where its response goes; nil for others
}

// memory finds the authorization request of a code, a request URI or a transaction, by its hash. The
// zero memory is empty.
type memory struct {
	mu    sync.Mutex
	known map[string]origin
	order []string // hashes, in the order in which they were remembered
}

// remember remembers the origin of a handle.
func (m *memory) remember(handle string, o origin) {
	if handle == "" || o.client == "" && o.state == "" {
		return
	}
	hash := oauth.Hash(handle)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil {
		m.known = make(map[string]origin)
	}
	if _, known := m.known[hash]; !known {
		m.order = append(m.order, hash)
	}
	m.known[hash] = o
	if len(m.order) > maxRemembered {
		delete(m.known, m.order[0])
		m.order = m.order[1:]
	}
}

// find returns the origin of a handle, or the zero origin if it is not known.
func (m *memory) find(handle string) (origin, bool) {
	if handle == "" {
		return origin{}, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	o, known := m.known[oauth.Hash(handle)]
	return o, known
}
