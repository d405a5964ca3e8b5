package keys

import (
	"slices"
	"time"

	"quartet.example/authserver/internal/core"
)

// PublishAhead is how long a key is in the JWKS before it signs: twice as long as verifiers may
// cache the document, so that each of them has the key by then.
const PublishAhead = 2 * maxAge

// set is all keys in the store.
type set []core.SigningKey

// of returns the key of the algorithm in this state, nil if there is none.
func (s set) of(alg, state string) *core.SigningKey {
	i := slices.IndexFunc(s, func(k core.SigningKey) bool { return k.Algorithm == alg && k.State == state })
	if i < 0 {
		return nil
	}
	return &s[i]
}

// find returns the key with this kid, nil if there is none.
func (s set) find(kid string) *core.SigningKey {
	i := slices.IndexFunc(s, func(k core.SigningKey) bool { return k.ID == kid })
	if i < 0 {
		return nil
	}
	return &s[i]
}

// without returns the set without the key of this kid.
func (s set) without(kid string) set {
	return slices.DeleteFunc(slices.Clone(s), func(k core.SigningKey) bool { return k.ID == kid })
}

// settle makes the changes whose time has come: a next key becomes the current one, the
// current key before it is retired, and a retired key whose last token has expired is removed.
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

// MaxRetired is the maximum number of retired keys of each algorithm after RotateNow. Verifiers bound the
// size of a JWK Set, and each of its keys takes memory here.
const MaxRetired = 20

// forget returns the set with at most n retired keys of each algorithm, without the oldest ones.
func (s set) forget(n int) set {
	left := slices.Clone(s)
	for _, alg := range Algorithms() {
		retired := slices.DeleteFunc(slices.Clone(left), func(k core.SigningKey) bool {
			return k.Algorithm != alg || k.State != core.KeyRetired
		})
		slices.SortStableFunc(retired, func(a, b core.SigningKey) int { return a.RetireAt.Compare(b.RetireAt) })
		for _, k := range retired[:max(0, len(retired)-n)] {
			left = left.without(k.ID)
		}
	}
	return left
}

// missing lists the algorithms without a current key.
func (s set) missing() []string {
	return slices.DeleteFunc(Algorithms(), func(alg string) bool { return s.of(alg, core.KeyCurrent) != nil })
}

// due lists the algorithms whose current key has signed for the time rotation and has no
// next key yet. With a rotation of 0 there are none.
func (s set) due(now time.Time, rotation time.Duration) []string {
	if rotation <= 0 {
		return nil
	}
	return slices.DeleteFunc(Algorithms(), func(alg string) bool {
		current := s.of(alg, core.KeyCurrent)
		return current == nil || s.of(alg, core.KeyNext) != nil || now.Before(current.NotBefore.Add(rotation))
	})
}
