package revocation_test

import (
	"net/http"
	"testing"

	"quartet.example/resourceserver"
	"quartet.example/shared/waittest"
)

// After the button at /account, the next call of the page must be refused, although the client
// holds an access token that would be valid for five minutes.
func TestAccountEndsTheAccessOfTheClient(t *testing.T) {
	t.Parallel()
	s := in(t, resourceserver.RevocationFeed)
	b := s.SignIn(t)
	if got := b.Fetch(http.MethodGet, "/api/notes", ""); got.Status != http.StatusOK {
		t.Fatalf("before: got %d %s", got.Status, got.Body)
	}
	b.Open(s.Issuer+"/account").Press("end", "access")
	b.Open(s.Client + "/")
	waittest.Until(t, "H-05 refused", func() bool {
		got := b.Fetch(http.MethodGet, "/api/notes", "").Status
		if got != http.StatusOK && got != http.StatusUnauthorized {
			t.Fatalf("got %d", got)
		}
		return got == http.StatusUnauthorized
	})
}
