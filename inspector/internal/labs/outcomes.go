package labs

import (
	"slices"
	"sync"

	"quartet.example/inspector/workshop"
)

// outcomes keeps how attacks ended, the latest for each attack and target. The zero value is ready to use. There
// are as many as the pages have buttons.
type outcomes struct {
	mu  sync.Mutex
	all map[string][]workshop.Outcome // by the id of the lab, in the order in which they were made
}

func (o *outcomes) put(lab string, one workshop.Outcome) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.all == nil {
		o.all = map[string][]workshop.Outcome{}
	}
	others := slices.DeleteFunc(slices.Clone(o.all[lab]), func(other workshop.Outcome) bool {
		return other.Attack == one.Attack && other.Target == one.Target
	})
	o.all[lab] = append(others, one)
}

func (o *outcomes) of(lab string) []workshop.Outcome {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.all[lab])
}
