package securityevents_test

import (
	"slices"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/directory"
	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/authserver/internal/storetest"
)

// A resource server gets the events about tokens for itself, and about grants whose audience is not
// known yet, but not those that are only for other resource servers.
func TestAResourceServerGetsEventsOfItsOwnAudience(t *testing.T) {
	const other = "https://other.example"
	s := endpointtest.Start(t)
	for gid, audience := range map[string][]string{"own": {endpointtest.Resource}, "both": {other, endpointtest.Resource}, "other": {other}} {
		grant := core.Grant{ID: gid, ClientID: "notes", Subject: "alice", Audience: audience, ExpiresAt: s.Clock.Now().Add(time.Hour)}
		if err := s.Store.SaveCode(t.Context(), &core.AuthorizationCode{GrantID: gid, ClientID: "notes", Subject: "alice", ExpiresAt: grant.ExpiresAt}, storetest.Use(t, s.Store, s.Clock, "alice")); err != nil {
			t.Fatal(err)
		}
		if err := s.Store.Redeem(t.Context(), core.Redemption{}, grant, ""); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 { // more than one response contains, so that the poll must continue
		revoke(t, s, "other")
		s.Clock.Forward(11 * time.Second)
	}
	revoke(t, s, "own", "both", "unknown")
	for jti, audience := range map[string][]string{"own-token": {endpointtest.Resource}, "other-token": {other}} {
		if err := s.Store.RevokeToken(t.Context(), jti, audience, s.Clock.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"both", "own", "own-token", "unknown"}
	for name, ask1 := range map[string]string{"by position": `,"position":"0-0"`, "by acknowledgement": ""} {
		got := subjects(t, ask(t, s, ask1))
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	t.Run("the position moves past the events for others", func(t *testing.T) {
		first := ask(t, s, `,"position":"0-0","maxEvents":1`)
		if got := subjects(t, first); !slices.Equal(got, []string{"own"}) {
			t.Errorf("got %v", got)
		}
		last := ask(t, s, `,"position":"0-0"`)
		revoke(t, s, "other")
		if next := ask(t, s, `,"position":"`+last.Position+`"`); len(next.Sets) != 0 || next.Position == last.Position {
			t.Errorf("got %+v", next)
		}
	})
}

// An exchanged token belongs to the grant of its subject token. So a resource server for which
// tokens can be exchanged gets the events about all grants (RFC 8693).
func TestAnExchangeTargetGetsEventsOfAllGrants(t *testing.T) {
	dir := directory.New(directory.Options{Clients: []*core.Client{{ID: "gateway", ExchangeResources: []string{"https://target.example"}}}})
	r := core.Revocation{GrantID: "g", Audience: []string{"https://source.example"}}
	for resource, want := range map[string]bool{"https://source.example": true, "https://target.example": true, "https://other.example": false} {
		if got := r.Concerns(resource, dir.ExchangeTarget(resource)); got != want {
			t.Errorf("%s: got %t, want %t", resource, got, want)
		}
	}
}
