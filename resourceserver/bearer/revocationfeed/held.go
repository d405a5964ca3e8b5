package revocationfeed

import (
	"cmp"
	"slices"
	"time"
)

// Revoked is a revoked token, or a grant whose tokens are revoked.
type Revoked struct {
	TokenID string // jti, "" for a grant
	GrantID string // gid, "" for a token
	Until   time.Time
}

// Held returns up to limit revocations in memory that have not expired, those that expire last at first,
// and how many more there are. It is for pages that show this to people.
func (f *Feed) Held(limit int) (list []Revoked, more int) {
	list = f.revoked.list(f.cfg.Now())
	more = max(0, len(list)-limit)
	return list[:len(list)-more], more
}

func (s *set) list(now time.Time) []Revoked {
	var list []Revoked
	s.mu.RLock()
	for jti, until := range s.tokens {
		list = append(list, Revoked{TokenID: jti, Until: until})
	}
	for gid, until := range s.grants {
		list = append(list, Revoked{GrantID: gid, Until: until})
	}
	s.mu.RUnlock()
	list = slices.DeleteFunc(list, func(r Revoked) bool { return !now.Before(r.Until) })
	slices.SortFunc(list, func(a, b Revoked) int {
		return cmp.Or(b.Until.Compare(a.Until), cmp.Compare(a.TokenID+a.GrantID, b.TokenID+b.GrantID))
	})
	return list
}
