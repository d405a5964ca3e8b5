package introspection

import (
	"crypto/sha256"
	"sync"
	"time"

	"quartet.example/resourceserver/bearer"
)

// cacheKey is the SHA-256 of a token: the cache holds no token.
type cacheKey [sha256.Size]byte

// entry is an answer: the token, or nil for one that is not active.
type entry struct {
	token *bearer.Token
	until time.Time
}

// cache remembers answers, within a bound. Where it is full, one that is over
// makes room, or else any: a token that goes too soon costs one question.
type cache struct {
	mu      sync.Mutex
	most    int
	entries map[cacheKey]entry
}

func newCache(most int) *cache { return &cache{most: most, entries: map[cacheKey]entry{}} }

// get returns false for what was not asked, or too long ago.
func (c *cache) get(key cacheKey, now time.Time) (entry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, has := c.entries[key]
	if has && !now.Before(e.until) {
		delete(c.entries, key)
		has = false
	}
	return e, has
}

// looked is how many entries are looked at for one that is over.
const looked = 8

func (c *cache) put(key cacheKey, e entry, now time.Time) {
	if !now.Before(e.until) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, has := c.entries[key]; !has && len(c.entries) >= c.most {
		c.makeRoom(now)
	}
	c.entries[key] = e
}

// makeRoom drops one entry. Go's order of iteration is random.
func (c *cache) makeRoom(now time.Time) {
	var victim cacheKey
	n := 0
	for key, e := range c.entries {
		victim = key
		if n++; n == looked || !now.Before(e.until) {
			break
		}
	}
	delete(c.entries, victim)
}
