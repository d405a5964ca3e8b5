package e2e_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"quartet.example/demo/e2e/rig"
	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowfile"
	"quartet.example/shared/trace"
	"quartet.example/shared/waittest"
)

const (
	messages  = 40
	maxExport = 150 << 10 // bytes of its page
)

// TestExportOf40MessagesIsAtMost150KB signs alice in, lets her read and write notes until two refreshes
// and 40 messages are recorded, and signs her out.
func TestExportOf40MessagesIsAtMost150KB(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	b := s.SignIn(t)
	for round := range 2 {
		for i := range 4 {
			if got := b.Fetch(http.MethodPost, "/api/notes", `{"text":"a note"}`).Status; got != http.StatusCreated {
				t.Fatalf("round %d, note %d: got status %d, want 201", round, i, got)
			}
		}
		b.Fetch(http.MethodGet, "/api/notes", "")
		s.Clock.Forward(s.Settings.Authserver.AccessTokenTTL + time.Second)
	}
	b.Fetch(http.MethodGet, "/api/whoami", "")
	b.Open(s.Client + "/")
	b.Submit(`form[action="/logout"]`, url.Values{})
	b.Press("decision", "sign-out")

	body, f := longest(t, s)
	if len(f.Hops) < messages || len(body) > maxExport {
		t.Errorf("%d messages take %d bytes, want at most %d bytes for %d messages", len(f.Hops), len(body), maxExport, messages)
	}
	t.Logf("%d messages, %d bytes", len(f.Hops), len(body))
}

// longest waits until the sign-out is recorded, and returns the export of the flow with the most messages.
func longest(t *testing.T, s *rig.Stack) (body []byte, f flow.Flow) {
	t.Helper()
	waittest.Until(t, "40 messages are recorded", func() bool {
		var shown struct{ Hops []trace.Event }
		if err := json.Unmarshal(fetched(t, s.Inspector+"/hops.json"), &shown); err != nil {
			t.Fatal(err)
		}
		count, most := map[string]int{}, ""
		for _, h := range shown.Hops {
			if count[h.Flow]++; count[h.Flow] > count[most] {
				most = h.Flow
			}
		}
		if count[most] < messages {
			return false
		}
		body = fetched(t, s.Inspector+"/flows/"+most+".html")
		return true
	})
	flows, err := flowfile.Read(bytes.NewReader(body))
	if err != nil || len(flows) != 1 {
		t.Fatalf("got %d flows, error %v", len(flows), err)
	}
	return body, flows[0]
}
