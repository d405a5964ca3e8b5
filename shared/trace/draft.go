package trace

// Draft is an event whose secrets are not masked yet. The recorder makes it while a request is
// processed; a sink masks it later, because masking takes longer than everything else that the
// recorder does. A draft holds copies, so handlers and clients may change the message afterwards. Only
// Event gives access to its values, and masks them, so that no log can show a secret.
type Draft struct {
	event func() Event
	size  int // bytes that the draft keeps in memory, approximately
}

// Masked returns a draft of an event that holds no secrets, or whose secrets are masked already.
func Masked(e Event) Draft { return Draft{event: func() Event { return e }} }

// Event masks the secrets and returns the event. It is safe for concurrent use.
func (d Draft) Event() Event { return d.event() }
