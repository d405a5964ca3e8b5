package flowview

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"quartet.example/inspector/flow"
	"quartet.example/shared/page"
	"quartet.example/shared/trace"
)

// Party returns the name of a sender or receiver.
func Party(key string) string {
	if key == trace.Service {
		return "Another program"
	}
	return page.RoleName(key)
}

// Sentence returns a message as one sentence, for readers who do not see the drawing.
func Sentence(h *flow.Hop) string {
	parts := []string{Party(h.From) + " to " + Party(h.To)}
	if h.N > 0 {
		parts[0] = fmt.Sprintf("Message %d, ", h.N) + parts[0]
	}
	if h.Channel == trace.Front {
		parts = append(parts, "through the browser")
	} else {
		parts = append(parts, "server to server")
	}
	parts = append(parts, h.Method+" "+h.Path())
	if h.Status != 0 {
		parts = append(parts, fmt.Sprint(h.Status))
	}
	if v := Verdict(h); v != "" {
		parts = append(parts, v)
	}
	return strings.Join(parts, ", ")
}

// Repeated returns a row of several messages as one sentence.
func Repeated(r flow.Row) string {
	h := *r.First()
	h.N = 0
	return fmt.Sprintf("%d messages from %d to %d, each: %s", r.Count(), r.First().N, r.Hops[r.Count()-1].N, Sentence(&h))
}

// Verdict returns the outcome of a message.
func Verdict(h *flow.Hop) string {
	failed := h.Failures()
	switch {
	case h.Held:
		return "held"
	case !h.Done():
		return "under way"
	case len(failed) > 0:
		return "refused by " + failed[0].ID
	case h.Kind == trace.Failure && h.Received == nil:
		return "never arrived"
	case h.Kind == trace.Failure:
		return "failed"
	case h.Denied():
		return "denied by the user"
	case h.Error != "":
		return "refused"
	case len(h.Checks) > 0:
		return Plural(len(h.Checks), "check") + " passed"
	}
	return ""
}

// Took returns a duration as short text.
func Took(d time.Duration) string {
	switch {
	case d <= 0:
		return ""
	case d < 100*time.Microsecond:
		return fmt.Sprintf("%d µs", d.Microseconds())
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
	case d < 10*time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%d s", int(d.Seconds()))
}

// Summary returns the line below the title of a flow.
func Summary(f flow.Flow) string {
	var parts []string
	if terms := f.Terms(); terms != "" {
		parts = append(parts, terms)
	}
	parts = append(parts, Plural(len(f.Hops), "message"))
	passed, failed := f.Checks()
	if passed > 0 {
		parts = append(parts, Plural(passed, "check")+" passed")
	}
	if failed > 0 {
		parts = append(parts, Plural(failed, "check")+" refused")
	}
	return strings.Join(parts, " · ")
}

// Name returns what the flow is, in one line.
func Name(f flow.Flow) string {
	parts := []string{f.Title()}
	for _, part := range []string{f.Terms(), f.User(), Plural(len(f.Hops), "message")} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " · ")
}

// Outcome returns how the flow ended, and the kind of badge for it: ok, refused or waiting.
func Outcome(f flow.Flow) (kind, text string) {
	passed, _ := f.Checks()
	switch refused := f.Refused(); {
	case refused > 0:
		return "refused", fmt.Sprintf("%d refused", refused)
	case slices.ContainsFunc(f.Hops, func(h *flow.Hop) bool { return !h.Done() }):
		return "waiting", "under way"
	case passed > 0:
		return "ok", Plural(passed, "check") + " passed"
	}
	return "plain", "no checks"
}

// State returns how a message ended: passed, refused, held in step mode, waiting, or plain if there was nothing to
// check.
func State(h *flow.Hop) string {
	switch {
	case h.Held:
		return "held"
	case h.Refused():
		return "refused"
	case !h.Done():
		return "waiting"
	case len(h.Checks) > 0:
		return "passed"
	}
	return "plain"
}

// SeenBy returns which sides recorded the message.
func SeenBy(h *flow.Hop) string {
	switch {
	case h.Sent != nil && h.Received != nil:
		return "sender and receiver"
	case h.Sent != nil:
		return "the sender only"
	}
	return "the receiver"
}

// Place returns where in a message a parameter was.
func Place(in string) string {
	switch in {
	case trace.InSetCookie:
		return "cookie set"
	case trace.InLocation:
		return "redirect"
	case trace.InFragment:
		return "fragment of the redirect"
	case trace.InJOSE:
		return "header"
	}
	return in
}

// Plural returns n with a noun, in the plural if n is not 1.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
