package bearer

import (
	"crypto/sha256"
	"sync"
	"sync/atomic"
)

// cacheKey is the SHA-256 of a token: the cache holds no token.
type cacheKey [sha256.Size]byte

func keyOf(raw string) cacheKey { return sha256.Sum256([]byte(raw)) }

const shards = 16

// cache remembers verified tokens, within a bound. Where it is full, any entry
// makes room: Go's order of iteration is random, and a token that goes too soon
// only costs one signature.
type cache struct {
	each   int // entries per shard, 0 remembers nothing
	gen    atomic.Uint64
	shards [shards]struct {
		mu     sync.Mutex
		tokens map[cacheKey]*Token
	}
}

func newCache(size int) *cache {
	c := &cache{each: max(0, (size+shards-1)/shards)}
	for i := range c.shards {
		c.shards[i].tokens = map[cacheKey]*Token{}
	}
	return c
}

// get returns nil for a token that was not verified before.
func (c *cache) get(key cacheKey) *Token {
	s := &c.shards[key[0]%shards]
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens[key]
}

// generation names the keys by which a token is about to be verified.
func (c *cache) generation() uint64 { return c.gen.Load() }

// put remembers a token, unless a key has gone since generation was read.
func (c *cache) put(key cacheKey, t *Token, generation uint64) {
	if c.each == 0 {
		return
	}
	s := &c.shards[key[0]%shards]
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.gen.Load() != generation {
		return
	}
	for other := range s.tokens {
		if len(s.tokens) < c.each {
			break
		}
		delete(s.tokens, other)
	}
	s.tokens[key] = t
}

// clear forgets everything: a key has gone, and with it what it signed.
func (c *cache) clear() {
	c.gen.Add(1)
	for i := range c.shards {
		s := &c.shards[i]
		s.mu.Lock()
		clear(s.tokens)
		s.mu.Unlock()
	}
}
