package bearer

import (
	"cmp"
	"slices"
	"time"
)

// Held is what a Validator has in memory. It is for pages that show this to people.
type Held struct {
	Keys   []HeldKeys
	Tokens []*Token // verified tokens that are remembered, those that expire first at first; must not be changed
	More   int      // number of remembered tokens that are not in Tokens
}

// HeldKeys are the keys of one issuer.
type HeldKeys struct {
	Issuer  string
	Fetched time.Time // zero: not fetched yet
	IDs     []string  // kid
}

// Held returns what is in memory, with up to limit tokens. It fetches nothing.
func (v *Validator) Held(limit int) Held {
	h := Held{Tokens: v.cache.all()}
	h.More = max(0, len(h.Tokens)-limit)
	h.Tokens = h.Tokens[:len(h.Tokens)-h.More]
	for url, issuer := range v.issuers {
		if issuer.keys == nil {
			continue
		}
		set, at := issuer.keys.Held()
		keys := HeldKeys{Issuer: url, Fetched: at}
		for _, key := range set.Keys {
			keys.IDs = append(keys.IDs, key.ID)
		}
		h.Keys = append(h.Keys, keys)
	}
	slices.SortFunc(h.Keys, func(a, b HeldKeys) int { return cmp.Compare(a.Issuer, b.Issuer) })
	return h
}

// all returns the tokens that are not stale, those that expire first at first.
func (c *cache) all() []*Token {
	var tokens []*Token
	for i := range c.shards {
		tokens = append(tokens, c.shards[i].all()...)
	}
	slices.SortFunc(tokens, func(a, b *Token) int { return a.Claims.ExpiresAt.Compare(b.Claims.ExpiresAt.Time) })
	return tokens
}

func (s *shard) all() (tokens []*Token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.tokens {
		if !t.isStale() {
			tokens = append(tokens, t)
		}
	}
	return tokens
}
