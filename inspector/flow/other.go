package flow

import (
	"slices"

	"quartet.example/shared/trace"
)

// Other is the id of the flow with the messages that no user and no other program began, such as
// those with which a service fetches metadata and keys when it starts.
const Other = "other"

// ours are the senders whose messages need no user.
var ours = []string{trace.Client, trace.AuthServer, trace.ResourceServer, trace.Inspector}

// isOther reports whether services sent all messages of the flow by themselves, and they are not
// part of a grant or a sign-out.
func (f Flow) isOther() bool {
	return f.kind() == "" && f.Lab() == nil && !slices.ContainsFunc(f.Hops, func(h *Hop) bool { return !slices.Contains(ours, h.From) })
}

// putTogether returns the flows that somebody began, and after them one flow with the messages of
// all others in the order in which they began.
func putTogether(flows []*Flow) (all []*Flow, other *Flow) {
	other = &Flow{ID: Other}
	for _, f := range flows {
		if f.isOther() {
			other.Hops = append(other.Hops, f.Hops...)
		} else {
			all = append(all, f)
		}
	}
	slices.SortStableFunc(other.Hops, func(a, b *Hop) int { return a.Began.Compare(b.Began) })
	return all, other
}
