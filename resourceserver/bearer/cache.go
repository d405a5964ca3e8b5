package bearer

import (
	"crypto/sha256"
	"sync"
)

// cacheKey is the SHA-256 of a token, so that the cache contains no tokens.
type cacheKey [sha256.Size]byte

// keyOf hashes a token. For a token of usual length it allocates no memory.
func keyOf(raw string) cacheKey {
	var buffer [2048]byte
	if len(raw) > len(buffer) {
		return sha256.Sum256([]byte(raw))
	}
	return sha256.Sum256(buffer[:copy(buffer[:], raw)])
}

const (
	shards  = 16
	samples = 8 // tokens that are compared to choose one for deletion
)

// cache contains verified tokens, up to a maximum number. If a token was deleted too early, its
// signature is verified again; there is no other effect.
type cache struct {
	each   int // maximum number of tokens per shard; 0: nothing is cached
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

// get returns nil for a token that is not in the cache, or if a key of its issuer was withdrawn
// since it was verified.
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

// put adds a token. If the shard is full it deletes another one.
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

// drop deletes a token that has expired.
func (c *cache) drop(key cacheKey) {
	s := &c.shards[key[0]%shards]
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tokens, key)
}

// leastUseful returns a stale token, or of a few tokens the one that expires first. The selection
// is random, because Go iterates over maps in random order.
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

// isStale tells whether the issuer has withdrawn a key since the token was verified. It may have
// been the key of this token.
func (t *Token) isStale() bool { return t.keys.Generation() != t.generation }
