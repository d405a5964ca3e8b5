package introspection

import (
	"slices"
	"time"

	"quartet.example/resourceserver/bearer"
)

// Cached is a response that is cached.
type Cached struct {
	Token *bearer.Token // nil: the token is not active; must not be changed
	Until time.Time
}

// Held returns up to limit cached responses, those that expire first at first, and how many more there
// are. It is for pages that show this to people.
func (i *Introspector) Held(limit int) (list []Cached, more int) {
	list = i.cache.list(i.cfg.Now())
	more = max(0, len(list)-limit)
	return list[:len(list)-more], more
}

func (c *cache) list(now time.Time) (list []Cached) {
	c.mu.Lock()
	for _, e := range c.entries {
		if now.Before(e.until) {
			list = append(list, Cached{Token: e.token, Until: e.until})
		}
	}
	c.mu.Unlock()
	slices.SortFunc(list, func(a, b Cached) int { return a.Until.Compare(b.Until) })
	return list
}
