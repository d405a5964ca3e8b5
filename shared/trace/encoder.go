package trace

import (
	"bytes"
	"encoding/json"
)

// maxBatchBytes is the size of the events of one round trip, after which no further event is added.
const maxBatchBytes = 256 << 10

// encoder holds the JSON of the events of one round trip. All of them are in one buffer, whose
// memory is used again for the next round trip.
type encoder struct {
	text bytes.Buffer
	ends []int // where each event ends in text
	last Event // the last one that was added
}

func (b *encoder) reset() {
	if b.text.Cap() > 4*maxBatchBytes { // frees the memory of rare, large events
		b.text = bytes.Buffer{}
	}
	b.text.Reset()
	b.ends = b.ends[:0]
}

func (b *encoder) len() int { return len(b.ends) }

// hasRoom reports whether another event may be added.
func (b *encoder) hasRoom() bool { return b.len() < batch && b.text.Len() < maxBatchBytes }

// add encodes e.
func (b *encoder) add(e Event) {
	if err := json.NewEncoder(&b.text).Encode(e); err == nil { // all types in Event can be encoded
		b.ends = append(b.ends, b.text.Len())
		b.last = e
	}
}

// args returns the arguments of lua/append.lua. They are valid until reset.
func (b *encoder) args() []any {
	args := append(make([]any, 0, len(b.ends)+1), keptEvents)
	begin := 0
	for _, end := range b.ends {
		args = append(args, b.text.Bytes()[begin:end-1]) // without the newline of json.Encoder
		begin = end
	}
	return args
}
