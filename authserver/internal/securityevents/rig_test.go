package securityevents_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"testing"

	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/authserver/internal/securityevents"
	"quartet.example/shared/securityevent"
)

// poll sends a poll with this body as the client.
func poll(t *testing.T, s *endpointtest.Server, client, body string) endpointtest.Answer {
	t.Helper()
	r := s.Request(t, securityevents.Path, body)
	r.Header.Set("Content-Type", "application/json")
	if client != "" {
		r.SetBasicAuth(client, endpointtest.Secret(client))
	}
	return s.Do(t, r)
}

func answer(t *testing.T, a endpointtest.Answer) securityevent.Answer {
	t.Helper()
	var said securityevent.Answer
	if err := json.Unmarshal([]byte(a.Body), &said); err != nil || a.Status != http.StatusOK || a.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("got %d %s", a.Status, a.Body)
	}
	return said
}

// ask polls as the resource server with returnImmediately.
func ask(t *testing.T, s *endpointtest.Server, more string) securityevent.Answer {
	t.Helper()
	return answer(t, poll(t, s, "notes-api", `{"returnImmediately":true`+more+`}`))
}

// subjects returns what the events are about, in the order of the feed.
func subjects(t *testing.T, a securityevent.Answer) (found []string) {
	t.Helper()
	kind := securityevent.Rules{
		Issuer: endpointtest.Issuer, Audience: "notes-api", Algorithms: []string{"ES256"}, Keys: endpointtest.Keys{},
	}.Kind()
	for _, jti := range slices.Sorted(maps.Keys(a.Sets)) {
		var claims securityevent.Claims
		if err := kind.Verify(t.Context(), a.Sets[jti], &claims); err != nil || claims.ID != jti {
			t.Fatalf("SET %s: %v", jti, err)
		}
		if _, ok := claims.Revoked(); !ok {
			t.Errorf("SET %s: %s", jti, claims.Events)
		}
		found = append(found, claims.Subject.JWTID+claims.Subject.ID)
	}
	return found
}

func revoke(t *testing.T, s *endpointtest.Server, gids ...string) {
	t.Helper()
	for _, gid := range gids {
		if err := s.Store.RevokeGrant(t.Context(), gid); err != nil {
			t.Fatal(err)
		}
	}
}
