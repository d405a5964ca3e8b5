package trace

// DraftOf returns a draft whose event is made by f.
func DraftOf(f func() Event) Draft { return Draft{event: f} }
