package securityevents_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"quartet.example/authserver/internal/endpointtest"
)

func TestPositions(t *testing.T) {
	s := endpointtest.Start(t)
	revoke(t, s, "a", "b", "c")
	first := ask(t, s, `,"maxEvents":2,"position":"0-0"`)
	if got := subjects(t, first); !slices.Equal(got, []string{"a", "b"}) || !first.MoreAvailable {
		t.Fatalf("RFC 8936 §2.3: got %q, more %v", got, first.MoreAvailable)
	}
	for range 2 { // repeats the poll, as after a lost response
		second := ask(t, s, `,"maxEvents":2,"position":"`+first.Position+`"`)
		if got := subjects(t, second); !slices.Equal(got, []string{"c"}) || second.MoreAvailable {
			t.Errorf("got %q, more %v", got, second.MoreAvailable)
		}
	}
}

func TestAcknowledgements(t *testing.T) {
	s := endpointtest.Start(t)
	revoke(t, s, "a", "b", "c")
	all := ask(t, s, "")
	jtis := slices.Sorted(maps.Keys(all.Sets))
	next := ask(t, s, "")
	if got := subjects(t, next); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("RFC 8936 §2.4 an unacknowledged event is not sent again: got %q", got)
	}
	only := ask(t, s, `,"maxEvents":0,"ack":["`+jtis[0]+`","`+jtis[2]+`"]`)
	if len(only.Sets) != 0 {
		t.Errorf("RFC 8936 §2.4 an acknowledgement alone: got %v", only)
	}
	if got := subjects(t, ask(t, s, "")); !slices.Equal(got, []string{"b"}) {
		t.Errorf("got %q, want b", got)
	}
	if got := subjects(t, ask(t, s, `,"ack":["`+jtis[1]+`"]`)); len(got) != 0 {
		t.Errorf("got %q, want nothing", got)
	}
	revoke(t, s, "d")
	if got := subjects(t, ask(t, s, `,"maxEvents":1`)); !slices.Equal(got, []string{"d"}) {
		t.Errorf("got %q, want d: it lies behind what was acknowledged", got)
	}
	if got := subjects(t, ask(t, s, `,"position":"0-0"`)); len(got) != 4 {
		t.Errorf("another process, which follows by position: got %q, want all", got)
	}
}

func TestRefusedSETsAreLogged(t *testing.T) {
	s := endpointtest.Start(t)
	ask(t, s, `,"setErrs":{"1-0":{"err":"invalid_key","description":"x"}}`)
	if got := s.Log.String(); !strings.Contains(got, "refused a security event token") || !strings.Contains(got, "invalid_key") {
		t.Errorf("RFC 8936 §2.6: got %s", got)
	}
}
