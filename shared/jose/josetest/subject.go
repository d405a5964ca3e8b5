package josetest

import (
	"errors"
	"testing"
	"time"

	"quartet.example/shared/jose"
)

// Subject is a kind of token, with the function that verifies it.
type Subject struct {
	Verify func(raw string) error     // verifies a token completely at the time Now
	Key    jose.SigningKey            // signs valid tokens; must be ES256
	Type   string                     // typ of a valid token, "" for none
	Types  []string                   // other accepted types; "" if typ may be absent
	Claims func() map[string]any      // claims of a valid token as JSON values; dates are int64
	Now    time.Time                  // the dates in attacks differ from it by more than a minute
	Needed []string                   // claims that must be present
	Is     func(err, rule error) bool // reports whether err means that rule of package jose; nil: errors.Is

	OwnKey   bool // the token contains its key in jwk (RFC 9449 §4.2)
	Timeless bool // times are not compared with the clock
}

func (s *Subject) is(err, rule error) bool {
	if s.Is != nil {
		return s.Is(err, rule)
	}
	return errors.Is(err, rule)
}

// attack is an invalid token and the rule that it breaks; if rule is nil, any rule. If good is set
// it is a valid token in an unusual form.
type attack struct {
	name string
	raw  string
	rule error
	good bool
}

// Run checks that the subject accepts valid tokens, and refuses each attack by the right rule.
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
