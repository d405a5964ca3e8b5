package core

// AnyETag stands for whatever entity tag a note has.
const AnyETag = "*"

// Precondition is what has to be true of a note for a change to happen (RFC 9110
// §13.1). A nil list asks for nothing; an empty one names no entity tag.
type Precondition struct {
	Match     []string // one of these is the ETag of the note, or AnyETag
	NoneMatch []string // none of these is
}
