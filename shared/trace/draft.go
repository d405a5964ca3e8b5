package trace

// Draft is an event whose secrets are not masked yet. A request makes drafts; masking them takes
// longer than everything else that the recorder does, so sinks do it after the request. A draft
// holds copies, so the request can go on. Its values can be reached through Event only, which masks
// them, so that no log can show them.
type Draft struct {
	event func() Event
	size  int // bytes that the draft keeps in memory, approximately
}

// Masked returns the draft of an event without secrets.
func Masked(e Event) Draft { return Draft{event: func() Event { return e }} }

// Event returns the event, with secrets masked.
func (d Draft) Event() Event { return d.event() }
