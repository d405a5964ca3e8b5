package rig

import (
	"slices"
	"strings"
	"testing"

	"quartet.example/shared/trace"
)

// Unknown returns the names of parameters, claims and headers in the recording that the dictionary
// does not have, each with a message that contains it. Names that the recorder has replaced, because
// they could be secrets, are returned as such. It fails if fewer than least names were recorded.
// Of cookies it returns those of our services: another host chooses names freely.
func (s *Stack) Unknown(t testing.TB, least int) map[string]string {
	t.Helper()
	events, err := trace.Recent(t.Context(), s.Redis, 20_000)
	if err != nil {
		t.Fatal(err)
	}
	seen, unknown := 0, map[string]string{}
	for _, e := range events {
		for _, p := range names(e) {
			seen++
			if !isKnown(p) {
				unknown[p.In+" "+p.Name] = strings.Join([]string{e.From, "to", e.To, e.Method, e.URL}, " ")
			}
		}
	}
	if seen < least {
		t.Errorf("only %d names were recorded, want %d", seen, least)
	}
	return unknown
}

func isKnown(p trace.Param) bool {
	if p.In == trace.InCookie || p.In == trace.InSetCookie {
		ours := strings.Contains(p.Name, "quartet") || strings.HasPrefix(p.Name, "(unknown name")
		return !ours || trace.CookieTerm(p.Name) != "cookie of another program"
	}
	return trace.Lookup(p.In, p.Name).Known
}

// names returns the parameters and headers of a message and its response, and those of the tokens
// in them.
func names(e trace.Event) []trace.Param {
	all := slices.Concat(e.Headers, e.Params)
	if e.Answer != nil {
		all = slices.Concat(all, e.Answer.Headers, e.Answer.Params)
	}
	for _, p := range slices.Clone(all) {
		if p.JWT != nil {
			all = slices.Concat(all, p.JWT.Header, p.JWT.Claims)
		}
	}
	return all
}
