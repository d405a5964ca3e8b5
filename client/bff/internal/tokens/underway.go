package tokens

import "sync"

// underway counts the refreshes that have begun and not ended. Unlike a
// sync.WaitGroup it lets new ones begin while somebody waits.
type underway struct {
	mu   sync.Mutex
	n    int
	idle chan struct{} // closed when n falls to 0
}

func (u *underway) begin() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.n++; u.n == 1 {
		u.idle = make(chan struct{})
	}
}

func (u *underway) end() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.n--; u.n == 0 {
		close(u.idle)
	}
}

// none is closed once there are none, at this moment or the next.
func (u *underway) none() <-chan struct{} {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.n == 0 {
		closed := make(chan struct{})
		close(closed)
		return closed
	}
	return u.idle
}
