package tokens

import "sync"

// circuits has one circuit for each authorization server: the users of one do not
// wait for another. Servers come from the settings, so there are few.
type circuits struct{ all sync.Map }

func (c *circuits) of(issuer string) *circuit {
	one, _ := c.all.LoadOrStore(issuer, &circuit{})
	return one.(*circuit)
}

func (c *circuits) anyOpen() bool {
	open := false
	c.all.Range(func(_, one any) bool {
		open = one.(*circuit).isOpen()
		return !open
	})
	return open
}
