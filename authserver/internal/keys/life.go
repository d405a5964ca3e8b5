package keys

import (
	"slices"
	"time"

	"quartet.example/authserver/internal/core"
)

// PublishAhead is for how long a key is in the JWKS before it signs: twice what
// verifiers may keep the document for, so that none of them misses it.
const PublishAhead = 2 * maxAge

// set is all keys as they rest in the store.
type set []core.SigningKey

// of finds the key of the algorithm in that state, nil if there is none.
func (s set) of(alg, state string) *core.SigningKey {
	i := slices.IndexFunc(s, func(k core.SigningKey) bool { return k.Algorithm == alg && k.State == state })
	if i < 0 {
		return nil
	}
	return &s[i]
}

// find gives the key of that kid, nil if there is none.
func (s set) find(kid string) *core.SigningKey {
	i := slices.IndexFunc(s, func(k core.SigningKey) bool { return k.ID == kid })
	if i < 0 {
		return nil
	}
	return &s[i]
}

// without is the set without that key.
func (s set) without(kid string) set {
	return slices.DeleteFunc(slices.Clone(s), func(k core.SigningKey) bool { return k.ID == kid })
}

// settle does what has come due: a next key whose time has come signs, the one
// before it is retired, and a key whose last token has expired goes.
func (s set) settle(now time.Time, overlap time.Duration) set {
	settled := slices.DeleteFunc(slices.Clone(s), func(k core.SigningKey) bool {
		return k.State == core.KeyRetired && !now.Before(k.RetireAt)
	})
	for _, alg := range Algorithms() {
		next := settled.of(alg, core.KeyNext)
		if next == nil {
			continue
		}
		current := settled.of(alg, core.KeyCurrent)
		if current != nil && now.Before(next.NotBefore) {
			continue
		}
		next.State, next.NotBefore = core.KeyCurrent, now
		if current != nil {
			current.State, current.RetireAt = core.KeyRetired, now.Add(overlap)
		}
	}
	return settled
}

// missing lists the algorithms without a current key.
func (s set) missing() []string {
	return slices.DeleteFunc(Algorithms(), func(alg string) bool { return s.of(alg, core.KeyCurrent) != nil })
}

// due lists the algorithms whose current key has signed for that long and has
// no successor yet. Zero is never.
func (s set) due(now time.Time, rotation time.Duration) []string {
	if rotation <= 0 {
		return nil
	}
	return slices.DeleteFunc(Algorithms(), func(alg string) bool {
		current := s.of(alg, core.KeyCurrent)
		return current == nil || s.of(alg, core.KeyNext) != nil || now.Before(current.NotBefore.Add(rotation))
	})
}
