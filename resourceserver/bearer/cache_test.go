package bearer

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
)

// White-box, because the size of the cache is not exported.

func (c *cache) len() int {
	n := 0
	for i := range c.shards {
		c.shards[i].mu.Lock()
		n += len(c.shards[i].tokens)
		c.shards[i].mu.Unlock()
	}
	return n
}

// keys stand in for those of an issuer.
type keys struct{ generation atomic.Uint64 }

func (k *keys) Generation() uint64 { return k.generation.Load() }

func cached(k *keys, expires time.Time) *Token {
	claims := &accesstoken.Claims{Claims: jose.Claims{ExpiresAt: jose.NewTime(expires)}}
	return &Token{Claims: claims, keys: k, generation: k.Generation()}
}

func TestCacheHoldsNoMoreThanItsSize(t *testing.T) {
	for size, most := range map[int]int{-1: 0, 1: 16, 64: 64, 1000: 1008} { // the size is rounded up to a multiple of the shards
		c, k := newCache(size), &keys{}
		for i := range 5000 {
			c.put(keyOf(fmt.Sprint(i)), cached(k, time.Unix(int64(i), 0)))
		}
		if got := c.len(); got != most {
			t.Errorf("size %d: got %d tokens, want %d", size, got, most)
		}
	}
}

func TestFullCacheLetsGoOfWhatExpiresFirst(t *testing.T) {
	s, k := shard{tokens: map[cacheKey]*Token{}}, &keys{}
	for i := range samples {
		s.tokens[keyOf(fmt.Sprint(i))] = cached(k, time.Unix(int64(100-i), 0))
	}
	if got, want := s.leastUseful(), keyOf(fmt.Sprint(samples-1)); got != want {
		t.Error("got another, want the one that expires first")
	}
	gone := &keys{}
	s.tokens[keyOf("gone")] = cached(gone, time.Unix(1000, 0))
	delete(s.tokens, keyOf("0"))
	gone.generation.Add(1)
	if s.leastUseful() != keyOf("gone") {
		t.Error("got another, want the one whose key was withdrawn")
	}
}

func TestWithdrawnKeyTakesItsTokensAlong(t *testing.T) {
	c, withdrawn, other := newCache(100), &keys{}, &keys{}
	before := cached(withdrawn, time.Unix(1, 0))
	c.put(keyOf("a"), before)
	c.put(keyOf("b"), cached(other, time.Unix(1, 0)))
	withdrawn.generation.Add(1)
	c.put(keyOf("c"), before) // the key was withdrawn during the verification
	for name, want := range map[string]bool{"a": false, "b": true, "c": false} {
		if got := c.get(keyOf(name)) != nil; got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	if got := c.len(); got != 1 {
		t.Errorf("got %d tokens, want the other issuer's", got)
	}
}

func TestCacheIsSafeForConcurrentUse(t *testing.T) {
	c, k := newCache(64), &keys{}
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := range 2000 {
				key := keyOf(fmt.Sprint(i % 100))
				if c.get(key) == nil {
					c.put(key, cached(k, time.Unix(int64(i), 0)))
				}
				if i%500 == worker {
					k.generation.Add(1)
				}
				if i%7 == 0 {
					c.drop(key)
				}
			}
		})
	}
	wg.Wait()
	if got := c.len(); got > 64 {
		t.Errorf("got %d tokens, want 64 at most", got)
	}
}
