package josetest

import (
	"errors"
	"testing"
	"time"

	"quartet.example/shared/jose"
)

// Subject is a kind of token, and what verifies it.
type Subject struct {
	Verify func(raw string) error     // the whole verification, at Now
	Key    jose.SigningKey            // signs good tokens; ES256
	Type   string                     // typ of a good token, "" for none
	Types  []string                   // other types that are accepted; "" if typ may be absent
	Claims func() map[string]any      // of a good token, as JSON values; dates are int64
	Now    time.Time                  // dates are chosen around it, by more than a minute
	Needed []string                   // claims without which a token is refused
	Is     func(err, rule error) bool // whether err is that rule of package jose; nil means errors.Is

	OwnKey   bool // the token brings its key in jwk (RFC 9449 §4.2)
	Timeless bool // the clock is not asked
}

func (s *Subject) is(err, rule error) bool {
	if s.Is != nil {
		return s.Is(err, rule)
	}
	return errors.Is(err, rule)
}

// attack is one bad token and the rule that it breaks; any rule, if that is nil. Without
// bad, it is a good token in an unusual form.
type attack struct {
	name string
	raw  string
	rule error
	good bool
}

// Run verifies that the subject accepts a good token, and refuses each hostile one by the
// right rule.
func Run(t *testing.T, s Subject) {
	t.Helper()
	for _, corpus := range []func(testing.TB, *Subject) []attack{forms, jsons, headers, keys, signatures, claims, times} {
		for _, a := range corpus(t, &s) {
			t.Run(a.name, func(t *testing.T) { a.run(t, &s) })
		}
	}
}

func (a attack) run(t *testing.T, s *Subject) {
	err := s.Verify(a.raw)
	switch {
	case a.good && err != nil:
		t.Errorf("refused: %v", err)
	case !a.good && err == nil:
		t.Error("accepted")
	case !a.good && a.rule != nil && !s.is(err, a.rule):
		t.Errorf("got %v, want %v", err, a.rule)
	}
}
