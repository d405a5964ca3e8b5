package text

import (
	"slices"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// Flow returns the messages of recorded events as one flow, in the order in which they began.
func Flow(events []trace.Event) flow.Flow {
	book := flow.NewBook(len(events) + 1)
	for _, e := range events {
		book.Add(e)
	}
	var all flow.Flow
	for _, f := range book.Flows() {
		all.Hops = append(all.Hops, f.Hops...)
	}
	slices.SortStableFunc(all.Hops, func(a, b *flow.Hop) int { return a.Began.Compare(b.Began) })
	for i, h := range all.Hops {
		h.N = i + 1
	}
	if len(all.Hops) > 0 {
		all.ID = all.Hops[0].First
	}
	return all
}
