package resourceserver_test

import (
	"net/http"
	"strings"
	"testing"

	"quartet.example/shared/oauth"
)

// RFC 9700 §4.15: a client whose client_id is the sub of a user gets none of the
// user's notes with a token of its own, whichever route it tries.
func TestNotesAreForUsers(t *testing.T) {
	r := start(t)
	wantStatus(t, r.do(t, "POST", "/notes", r.of(t, "alice", "notes:write"), `{"text":"of the user alice"}`), http.StatusCreated)
	ownToken := r.issuer.Token(t, r.clock.Now(), func(c *claims) {
		c.Subject, c.ClientID, c.Scope = "alice", "alice", "notes:read notes:write"
	})
	exchanged := r.issuer.Token(t, r.clock.Now(), func(c *claims) { // RFC 8693: what the client alice got for itself, exchanged by another
		c.Subject, c.ClientID, c.Scope, c.GrantType = "alice", "gateway", "notes:read notes:write", "client-credentials"
	})
	for _, route := range []string{"GET /notes", "HEAD /notes", "POST /notes", "GET /notes/x", "PUT /notes/x", "DELETE /notes/x"} {
		method, path, _ := strings.Cut(route, " ")
		wantStatus(t, r.do(t, method, path, exchanged, `{"text":"x"}`), http.StatusForbidden)
		w := r.do(t, method, path, ownToken, `{"text":"x"}`)
		if method == "HEAD" {
			wantStatus(t, w, http.StatusForbidden)
			continue
		}
		wantError(t, w, http.StatusForbidden, oauth.InsufficientScope)
		if strings.Contains(w.Body.String(), "of the user") {
			t.Errorf("%s: got a note of the user", route)
		}
	}
	if got := strings.Count(r.log.String(), `"check":"rs.user"`); got != 12 {
		t.Errorf("the log names rs.user %d times, want 12", got)
	}
	wantStatus(t, r.do(t, "GET", "/whoami", ownToken, ""), http.StatusOK)
}
