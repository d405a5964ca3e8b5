package bearer

import (
	"crypto/sha256"
	"sync"
)

// cacheKey is the SHA-256 of a token: the cache holds no token.
type cacheKey [sha256.Size]byte

// keyOf hashes a token; one of usual length without going to the heap.
func keyOf(raw string) cacheKey {
	var buffer [2048]byte
	if len(raw) > len(buffer) {
		return sha256.Sum256([]byte(raw))
	}
	return sha256.Sum256(buffer[:copy(buffer[:], raw)])
}

const (
	shards  = 16
	samples = 8 // tokens that are compared to find one that makes room
)

// cache remembers verified tokens, within a bound. A token that goes too soon
// costs one signature, nothing else.
type cache struct {
	each   int // tokens per shard, 0 remembers nothing
	shards [shards]shard
}

type shard struct {
	mu     sync.Mutex
	tokens map[cacheKey]*Token
}

func newCache(size int) *cache {
	c := &cache{each: max(0, (size+shards-1)/shards)}
	for i := range c.shards {
		c.shards[i].tokens = map[cacheKey]*Token{}
	}
	return c
}

// get returns nil for a token that was not verified before, or by keys of which
// one was withdrawn since.
func (c *cache) get(key cacheKey) *Token {
	s := &c.shards[key[0]%shards]
	s.mu.Lock()
	defer s.mu.Unlock()
	token := s.tokens[key]
	if token == nil {
		return nil
	}
	if token.isStale() {
		delete(s.tokens, key)
		return nil
	}
	return token
}

// put remembers a token.
func (c *cache) put(key cacheKey, t *Token) {
	if c.each == 0 || t.isStale() {
		return
	}
	s := &c.shards[key[0]%shards]
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, has := s.tokens[key]; !has && len(s.tokens) >= c.each {
		delete(s.tokens, s.leastUseful())
	}
	s.tokens[key] = t
}

// drop forgets a token that has expired.
func (c *cache) drop(key cacheKey) {
	s := &c.shards[key[0]%shards]
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tokens, key)
}

// leastUseful is the one of a few that is stale, or expires first. Go's order of
// iteration is random.
func (s *shard) leastUseful() cacheKey {
	var found cacheKey
	var least *Token
	seen := 0
	for key, t := range s.tokens {
		if t.isStale() {
			return key
		}
		if least == nil || t.Claims.ExpiresAt.Before(least.Claims.ExpiresAt.Time) {
			found, least = key, t
		}
		if seen++; seen == samples {
			break
		}
	}
	return found
}

// isStale tells whether one of the keys that the token could be verified by was
// withdrawn since.
func (t *Token) isStale() bool { return t.keys.Generation() != t.generation }
