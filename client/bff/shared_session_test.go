package bff_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"quartet.example/client/bff/internal/session"
)

// A replica that has a session in memory notices at once that it was ended elsewhere.
func TestEndAtAnotherReplicaCountsAtOnce(t *testing.T) {
	for name, end := range map[string]func(t *testing.T, r *rig, b *browser) *http.Response{
		"by the user": func(t *testing.T, r *rig, b *browser) *http.Response {
			other := newBrowser(t, r.replica(t))
			other.cookies[sessionCookie] = b.sessionID()
			return other.form("/logout", url.Values{"csrf": {session.FormSecret(b.sessionID())}})
		},
		"K-09 by the issuer": func(t *testing.T, r *rig, _ *browser) *http.Response {
			return hear(t, r.replica(t), r.LogoutToken(nil))
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			b := r.signedIn(t)
			wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusOK)
			wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusOK)
			if resp := end(t, r, b); resp.StatusCode >= http.StatusBadRequest {
				t.Fatalf("end: got %d %s", resp.StatusCode, body(resp))
			}
			wantStatus(t, b.call("GET", "/api/notes", ""), http.StatusUnauthorized)
		})
	}
}

// Requests share a session in memory, so what one of them gets must be a copy.
func TestApplicationCannotChangeTheSession(t *testing.T) {
	r := newRig(t)
	r.Configure(func(i *issuerT) {
		i.Claims = func(c jwt.MapClaims) { c["groups"], c["level"] = []string{"staff"}, "low" }
	})
	b := r.signedIn(t)
	b.app = r.app.Protect(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		user, err := r.app.User(req)
		if err != nil {
			t.Error(err)
		}
		grant, err := r.app.Grant(req)
		if err != nil {
			t.Error(err)
		}
		_, _ = fmt.Fprintf(w, "%s %s %s", user.Claims["groups"], user.Claims["level"], grant.Scopes)
		copy(user.Claims["level"], `"top"`)
		delete(user.Claims, "groups")
		grant.Scopes[0] = "changed"
	}))
	first := body(b.get("/"))
	if second := body(b.get("/")); second != first {
		t.Errorf("got %s, want %s", second, first)
	}
}
