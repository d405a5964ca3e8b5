package securityevents_test

import (
	"net/http"
	"strings"
	"testing"

	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/authserver/internal/securityevents"
)

func TestWhoMayPoll(t *testing.T) {
	for name, tt := range map[string]struct{ client, want, check string }{
		"nobody without credentials":       {"", "401 invalid_client", "as.client.present"},
		"no public client":                 {"native", "401 invalid_client", ""},
		"no client that is not a resource": {"notes", "403 access_denied", "as.events.recipient"},
		"the resource":                     {"notes-api", "200", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := endpointtest.Start(t)
			if got := poll(t, s, tt.client, `{"returnImmediately":true}`).Outcome(); got != tt.want || !strings.Contains(s.Log.String(), tt.check) {
				t.Errorf("got %q, want %q by %s", got, tt.want, tt.check)
			}
		})
	}
}

func TestPollsThatAreRefused(t *testing.T) {
	s := endpointtest.Start(t)
	for name, tt := range map[string]struct{ body, check string }{
		"nothing":               {"", "as.events.poll"},
		"a form":                {"returnImmediately=true", "as.events.poll"},
		"an array":              {`[]`, "as.events.poll"},
		"something follows":     {`{"returnImmediately":true}{}`, "as.events.poll"},
		"maxEvents is negative": {`{"maxEvents":-1}`, "as.events.poll"},
		"maxEvents is a word":   {`{"maxEvents":"all"}`, "as.events.poll"},
		"position is a special character of Redis": {`{"returnImmediately":true,"position":"+"}`, "as.events.position"},
		"position is too long":                     {`{"returnImmediately":true,"position":"` + strings.Repeat("1", 30) + `-0"}`, "as.events.position"},
		"ack is not a jti of ours":                 {`{"returnImmediately":true,"ack":["$"]}`, "as.events.position"},
	} {
		t.Run(name, func(t *testing.T) {
			s := endpointtest.Start(t)
			if got := poll(t, s, "notes-api", tt.body).Outcome(); got != "400 invalid_request" || !strings.Contains(s.Log.String(), tt.check) {
				t.Errorf("got %q, want 400 by %s", got, tt.check)
			}
		})
	}
	t.Run("GET", func(t *testing.T) {
		r := s.Request(t, securityevents.Path, "")
		r.Method = http.MethodGet
		if got := s.Do(t, r).Status; got != http.StatusMethodNotAllowed {
			t.Errorf("got %d", got)
		}
	})
	t.Run("another media type", func(t *testing.T) {
		r := s.Request(t, securityevents.Path, `{}`)
		r.SetBasicAuth("notes-api", endpointtest.Secret("notes-api"))
		if got := s.Do(t, r).Outcome(); got != "400 invalid_request" {
			t.Errorf("got %q", got)
		}
	})
}
