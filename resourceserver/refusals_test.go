package resourceserver_test

import (
	"net/http"
	"strings"
	"testing"

	"quartet.example/resourceserver"
	"quartet.example/shared/config"
)

// refusedBy gives the id of the check that refused the newest request.
func (r *rig) refusedBy(t *testing.T) string {
	t.Helper()
	events := r.events.Events()
	for i := len(events) - 1; i >= 0; i-- {
		for _, check := range events[i].Checks {
			if !check.OK {
				return check.ID
			}
		}
	}
	return ""
}

// A good request with one thing wrong is refused by the check of that thing.
func TestChecksOfTheNotesRefuse(t *testing.T) {
	r := start(t)
	alice := r.of(t, "alice", "notes:read", "notes:write")
	for name, tt := range map[string]struct {
		body, mediaType string
		status          int
		check           string
	}{
		"a form is not JSON":         {"text=milk", "application/x-www-form-urlencoded", http.StatusUnsupportedMediaType, "rs.note.json"},
		"text that is not JSON":      {"milk", "application/json", http.StatusBadRequest, "rs.note.well_formed"},
		"a member twice":             {`{"text":"milk","text":"bread"}`, "application/json", http.StatusBadRequest, "rs.note.well_formed"},
		"a member in capitals":       {`{"Text":"milk"}`, "application/json", http.StatusBadRequest, "rs.note.well_formed"},
		"a member that is not known": {`{"text":"milk","owner":"bob"}`, "application/json", http.StatusBadRequest, "rs.note.well_formed"},
		"an empty note":              {`{"text":""}`, "application/json", http.StatusBadRequest, "rs.note.text"},
		"a note that is too long":    {`{"text":"` + strings.Repeat("a", 12<<10) + `"}`, "application/json", http.StatusBadRequest, "rs.note.text"},
	} {
		t.Run(name, func(t *testing.T) {
			w := r.do(t, "POST", "/notes", alice, tt.body, "Content-Type", tt.mediaType)
			wantProblem(t, w, tt.status, tt.check)
		})
	}
}

// A token that is not in the Authorization header is never read.
func TestTokensElsewhereAreRefused(t *testing.T) { // F-22, RFC 9700 §4.3.2
	r := start(t)
	alice := r.of(t, "alice", "notes:read")
	for name, tt := range map[string]struct {
		path    string
		headers []string
		check   string
	}{
		"no token":                    {"/notes", nil, "rs.token.present"},
		"a token in the query":        {"/notes?access_token=" + alice, nil, "rs.token.location"},
		"a token in a cookie":         {"/notes", []string{"Cookie", "access_token=" + alice}, "rs.token.location"},
		"a password where it belongs": {"/notes", []string{"Authorization", "Basic YWxpY2U6d29uZGVybGFuZA=="}, "rs.token.scheme"},
	} {
		t.Run(name, func(t *testing.T) {
			wantStatus(t, r.do(t, "GET", tt.path, "", "", tt.headers...), http.StatusUnauthorized)
			if got := r.refusedBy(t); got != tt.check {
				t.Errorf("refused by %s, want %s", got, tt.check)
			}
		})
	}
}

func TestProofWithoutNonceIsRefusedByItsCheck(t *testing.T) { // RFC 9449 §9
	r := start(t, func(c *resourceserver.Config) {
		c.DPoPNonceKey = config.Secret("a key of more than 32 bytes for the nonces")
	})
	key := holder(t)
	token := r.boundTo(t, key)
	for name, nonce := range map[string]string{"no nonce": "", "a nonce of somebody else": "AAAAAAAAAAAAAAAAAAAAAA"} {
		wantStatus(t, r.notes(t, token, r.prove(t, key, "/notes", token, nonce)), http.StatusUnauthorized)
		if got := r.refusedBy(t); got != "rs.dpop.nonce" {
			t.Errorf("%s: refused by %s, want rs.dpop.nonce", name, got)
		}
	}
}
