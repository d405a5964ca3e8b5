package josetest

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"quartet.example/shared/jose"
)

// claims returns attacks on claims: another issuer or audience, missing claims, wrong spelling.
func claims(t testing.TB, s *Subject) []attack {
	var all []attack
	add := func(rule error, name, raw string) { all = append(all, attack{name: name, raw: raw, rule: rule}) }
	good := s.Claims()
	if iss, ok := good["iss"].(string); ok {
		for _, other := range []any{iss + "/", strings.ToUpper(iss), " " + iss, iss[:len(iss)-1], "", nil, json.RawMessage("null")} {
			name, _ := json.Marshal(other)
			add(jose.ErrIssuer, "iss "+string(name), s.withClaims(t, map[string]any{"iss": other}))
		}
		for _, wrong := range []any{7, []string{iss}, map[string]any{}} {
			name, _ := json.Marshal(wrong)
			add(jose.ErrMalformed, "iss "+string(name), s.withClaims(t, map[string]any{"iss": wrong}))
		}
	}
	if aud, ok := good["aud"].(string); ok {
		all = append(all, audiences(t, s, aud)...)
	}
	for _, name := range s.Needed {
		for what, value := range map[string]any{"missing": nil, "null": json.RawMessage("null"), "in capitals": nil} {
			change := map[string]any{name: value}
			if what == "in capitals" {
				change[strings.ToUpper(name)] = good[name]
			}
			add(nil, name+" "+what, s.withClaims(t, change))
		}
	}
	return append(all, misspelt(t, s))
}

// audiences returns attacks on aud (RFC 7519 §4.1.3).
func audiences(t testing.TB, s *Subject, aud string) []attack {
	all := []attack{
		{name: "aud among others", raw: s.withClaims(t, map[string]any{"aud": []string{aud}}), good: true},
		{name: "aud empty", raw: s.withClaims(t, map[string]any{"aud": []string{}}), rule: jose.ErrAudience},
	}
	for _, other := range []any{aud + "/", aud[:len(aud)-1], strings.ToUpper(aud) + "X", "", []string{"a", "b"}, nil, json.RawMessage("null")} {
		name, _ := json.Marshal(other)
		all = append(all, attack{name: "aud " + string(name), raw: s.withClaims(t, map[string]any{"aud": other}), rule: jose.ErrAudience})
	}
	for _, wrong := range []any{7, map[string]any{aud: true}, []any{aud, 7}, []any{aud, nil}, true, slices.Repeat([]string{aud}, 1000)} {
		name, _ := json.Marshal(wrong)
		all = append(all, attack{name: "aud " + string(name[:min(len(name), 60)]), raw: s.withClaims(t, map[string]any{"aud": wrong}), rule: jose.ErrMalformed})
	}
	return all
}

// misspelt returns a valid token with additional members whose names differ from claims only in
// case. They must be ignored, because member names are case-sensitive (RFC 7519 §10.1.1).
func misspelt(t testing.TB, s *Subject) attack {
	extra := map[string]any{"EXP": 1, "Nbf": 9e9, "IAT": "x", "Iss": "https://evil.example", "AUD": 7, "CNF": nil, "SUB": "admin"}
	for name := range s.Claims() {
		extra[strings.ToUpper(name)] = 0
	}
	maps.DeleteFunc(extra, func(_ string, value any) bool { return value == nil })
	return attack{name: "members in other case are ignored", raw: s.withClaims(t, extra), good: true}
}
