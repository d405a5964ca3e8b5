package introspection

import (
	"crypto/sha256"
	"sync"
	"time"

	"quartet.example/resourceserver/bearer"
)

// cacheKey is the SHA-256 of a token, so that the cache contains no tokens.
type cacheKey [sha256.Size]byte

// entry is a cached response: the token, or nil if it is not active.
type entry struct {
	token *bearer.Token
	until time.Time
}

// cache contains responses, up to a maximum number. If it is full, an expired entry is deleted, or
// else any entry. An entry that was deleted too early causes one more call.
type cache struct {
	mu      sync.Mutex
	most    int
	entries map[cacheKey]entry
}

func newCache(most int) *cache { return &cache{most: most, entries: map[cacheKey]entry{}} }

// get returns false if there is no entry or if it has expired.
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

// looked is how many entries are examined to find an expired one.
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

// makeRoom deletes one entry. The selection is random, because Go iterates over maps in random
// order.
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
