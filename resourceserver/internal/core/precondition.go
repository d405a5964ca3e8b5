package core

// AnyETag matches every entity tag.
const AnyETag = "*"

// Precondition is a condition on the state of a note, without which it is not changed (RFC 9110
// §13.1). A nil list is no condition; an empty list matches no entity tag.
type Precondition struct {
	Match     []string // If-Match: the note's ETag must be in the list
	NoneMatch []string // If-None-Match: the note's ETag must not be in the list
}
