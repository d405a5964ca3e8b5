package repeatable

import (
	"crypto/rand"
	"crypto/sha3"
	"io"
	"sync"
)

// Use makes crypto/rand of this process return the sequence that follows from the seed: Read and Text
// follow it, and so does everything that oauth.NewSecret makes. Key generation of the standard library
// does not (Go 1.26 ignores the reader that it is given): see Key. Call it before anything reads from
// crypto/rand. The function that it returns restores the operating system's random numbers.
func Use(seed string) (restore func()) {
	before := rand.Reader
	rand.Reader = &sequence{xof: stream("random numbers", seed)}
	return func() { rand.Reader = before }
}

// stream returns an endless sequence of bytes that follows from the purpose and the seed.
func stream(purpose, seed string) *sha3.SHAKE {
	xof := sha3.NewSHAKE256()
	_, _ = io.WriteString(xof, "quartet "+purpose+"\x00"+seed) // never fails
	return xof
}

// sequence is a stream that several goroutines may read.
type sequence struct {
	mu  sync.Mutex
	xof *sha3.SHAKE
}

// Read fills p. It never fails.
func (s *sequence) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.xof.Read(p)
}
