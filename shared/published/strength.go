package published

import (
	"errors"
	"math"
)

// MinLength is the minimum length of a secret that an operator chooses: 32 hexadecimal characters
// are 128 bits (RFC 6749 §10.10).
const MinLength = 32

// minBits is the minimum estimate that Judge accepts. It is below the 128 bits of 32
// random hexadecimal characters, because the estimate uses the frequencies of characters
// in the secret itself, and so is too low for random secrets.
const minBits = 64

var (
	errShort     = errors.New("has fewer than 32 characters; `openssl rand -base64 32` makes a good one")
	errWeak      = errors.New("can be guessed: it repeats itself or follows a pattern; `openssl rand -base64 32` makes a good one")
	errPublished = errors.New("is published in this project or an RFC: everybody knows it")
)

// Judge returns the reason why a secret must not be used in production, or nil: it is published,
// it has fewer than 32 characters, or it can be guessed. Its errors contain no part of the secret.
func Judge(secret string) error {
	switch {
	case Is(secret):
		return errPublished
	case len(secret) < MinLength:
		return errShort
	case bits(secret) < minBits:
		return errWeak
	}
	return nil
}

// bits returns a low estimate of the entropy of a secret in bits, from the frequencies of its
// characters. Repetitions of the whole, and runs of equal or consecutive characters, count once.
func bits(secret string) float64 {
	s := withoutRuns(secret[:period(secret)])
	counts := map[byte]float64{}
	for i := range len(s) {
		counts[s[i]]++
	}
	var total float64
	for _, n := range counts {
		total -= n * math.Log2(n/float64(len(s)))
	}
	return total
}

// period returns the length of the shortest prefix whose repetition makes up the secret.
func period(s string) int {
	for n := 1; n <= len(s)/2; n++ {
		if s[n:] == s[:len(s)-n] {
			return n
		}
	}
	return len(s)
}

// withoutRuns leaves out each character that has the same distance to the one before it as that
// one had to its own: of aaaa and abcd the first two characters remain.
func withoutRuns(s string) string {
	var kept []byte
	for i := range len(s) {
		if i < 2 || int(s[i])-int(s[i-1]) != int(s[i-1])-int(s[i-2]) {
			kept = append(kept, s[i])
		}
	}
	return string(kept)
}
