package securityevents_test

import (
	"net/http"
	"strings"
	"testing"

	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/authserver/internal/securityevents"
)

func TestWhoMayPoll(t *testing.T) {
	s := endpointtest.Start(t)
	for name, tt := range map[string]struct{ client, want string }{
		"nobody without credentials":          {"", "401 invalid_client"},
		"no public client":                    {"native", "401 invalid_client"},
		"no application, confidential or not": {"notes", "403 access_denied"},
		"the resource":                        {"notes-api", "200"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := poll(t, s, tt.client, `{"returnImmediately":true}`).Outcome(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestPollsThatAreRefused(t *testing.T) {
	s := endpointtest.Start(t)
	for name, body := range map[string]string{
		"nothing":                    "",
		"a form":                     "returnImmediately=true",
		"an array":                   `[]`,
		"something follows":          `{"returnImmediately":true}{}`,
		"maxEvents is negative":      `{"maxEvents":-1}`,
		"maxEvents is a word":        `{"maxEvents":"all"}`,
		"position is of the storage": `{"returnImmediately":true,"position":"+"}`,
		"position is too long":       `{"returnImmediately":true,"position":"` + strings.Repeat("1", 30) + `-0"}`,
		"ack is not a jti of ours":   `{"returnImmediately":true,"ack":["$"]}`,
	} {
		t.Run(name, func(t *testing.T) {
			if got := poll(t, s, "notes-api", body).Outcome(); got != "400 invalid_request" {
				t.Errorf("got %q", got)
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
