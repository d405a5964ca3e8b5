package redistest

import (
	"fmt"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// real is a real Redis server whose scripts use the clock of the test.
type real struct {
	redis.UniversalClient
	*movedClock
}

// Unwrap returns the client of the server, or of the cluster.
func (r real) Unwrap() redis.UniversalClient { return r.UniversalClient }

// movedClock gives a real server's scripts the time of the test (redisconn.ReplaceTime). Keys still
// expire by the clock of the server.
type movedClock struct {
	mu   sync.Mutex
	nows []func() time.Time
}

// Follow implements redisconn.Follow.
func (m *movedClock) Follow(now func() time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.nows = append(m.nows, now)
}

// table returns the latest of the clocks, in the form of a reply to TIME, or "" if there is none.
func (m *movedClock) table() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.nows) == 0 {
		return ""
	}
	var latest time.Time
	for _, now := range m.nows {
		if t := now(); t.After(latest) {
			latest = t
		}
	}
	return fmt.Sprintf(`{"%d", "%d"}`, latest.Unix(), latest.Nanosecond()/1000)
}
