package josetest

import (
	"encoding/json"
	"testing"

	"quartet.example/shared/jose"
)

// times returns tokens with invalid dates and with dates outside of their validity (RFC 7519 §2,
// §4.1).
func times(t testing.TB, s *Subject) []attack {
	var all []attack
	add := func(rule error, name string, change map[string]any) {
		all = append(all, attack{name: name, raw: s.withClaims(t, change), rule: rule})
	}
	for _, claim := range []string{"exp", "nbf", "iat"} {
		for _, value := range []any{"1", "2100-01-01", true, []int{1}, map[string]any{}} {
			name, _ := json.Marshal(value)
			add(jose.ErrMalformed, claim+" "+string(name), map[string]any{claim: value})
		}
		for _, number := range []string{"-1", "-0.5", "-1e300", "9.3e18", "9223372036854775807", "9223372036854775808", "1e300", "1e400", "-1e400", "253402300800"} {
			add(s.outOfRange(), claim+" "+number, map[string]any{claim: json.RawMessage(number)})
		}
	}
	if s.Timeless {
		return all
	}
	now := s.Now.Unix()
	if _, has := s.Claims()["exp"]; has {
		add(jose.ErrTime, "expired an hour ago", map[string]any{"exp": now - 3600})
		add(jose.ErrTime, "expired in 1970", map[string]any{"exp": 0})
	}
	add(jose.ErrTime, "nbf an hour ahead", map[string]any{"nbf": now + 3600})
	add(jose.ErrTime, "iat an hour ahead", map[string]any{"iat": now + 3600})
	return all
}

func (s *Subject) outOfRange() error {
	if s.Timeless {
		return jose.ErrClaims
	}
	return jose.ErrTime
}
