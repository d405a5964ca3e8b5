package flowview

import (
	"fmt"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace/step"
)

// Stepped returns what step mode did with a message: "held", why it was released if nobody did that,
// or "".
func Stepped(h *flow.Hop) string {
	switch {
	case h.Held:
		return "held"
	case h.Freed == string(step.TimedOut):
		return fmt.Sprintf("released by itself after %d s", int(step.Longest.Seconds()))
	case h.Freed == string(step.Away):
		return "released because Redis does not answer"
	case h.Freed == string(step.Gone):
		return "cancelled while it was held"
	}
	return ""
}

// Span returns a duration of whole seconds in words, such as "4 min 12 s".
func Span(d time.Duration) string {
	seconds := int(d.Round(time.Second).Seconds())
	if seconds < 60 {
		return fmt.Sprintf("%d s", seconds)
	}
	days, hours, minutes, rest := seconds/86400, seconds/3600%24, seconds/60%60, seconds%60
	text := ""
	for _, part := range []struct {
		n    int
		unit string
	}{{days, "d"}, {hours, "h"}, {minutes, "min"}, {rest, "s"}} {
		if part.n > 0 {
			text += fmt.Sprintf(" %d %s", part.n, part.unit)
		}
	}
	return text[1:]
}
