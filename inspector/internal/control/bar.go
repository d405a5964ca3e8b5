package control

import (
	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/inspector/internal/ui"
	"quartet.example/shared/trace/step"
)

// Bar returns what the toolbar of a page about f shows.
func (h *Handler) Bar(f flow.Flow) ui.StepBar {
	held := h.Book.Held()
	bar := ui.StepBar{Mode: h.Gate.Mode(), Held: len(held), Flow: f.ID}
	if len(held) > 0 {
		bar.Next = held[0]
	}
	for _, hop := range f.Hops {
		if hop.Freed == string(step.TimedOut) {
			bar.TimedOut++
		}
	}
	if h.Clock == nil {
		return bar
	}
	bar.HasClock, bar.Ahead = true, flowview.Span(h.Clock.Ahead())
	now := h.Now()
	if next, ok := flowview.NextExpiry(f, now, h.Lifetimes); ok {
		bar.Expires, bar.ExpiresIn, bar.ExpiresAt = next.What, flowview.Span(next.At.Sub(now)), next.At
	}
	return bar
}
