package authserver_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"quartet.example/authserver/authservertest"
	"quartet.example/shared/waittest"
)

// Many browsers signed in as one user, as in a test rig, and none of them signed out. Such a user
// must still be able to see and end the sessions.
func TestAUserWithManySessions(t *testing.T) {
	if testing.Short() {
		t.Skip("60 password checks take seconds")
	}
	const many = 60
	hang := listen(t, accept)
	srv := authservertest.Start(t, relyingParty("one", hang.URL), allowing(hang.URL))
	first := srv.Browser(t).Open(srv.URL+"/account").Login("alice", "wonderland")
	app := appOf(t, srv, "one")
	for range many {
		srv.Advance(time.Second)
		through(srv.Browser(t).Open(app.authorizeURL("openid", nil)))
	}
	t.Run("the page shows the newest sessions, and that of this browser", func(t *testing.T) {
		first.Open(srv.URL + "/account")
		items := first.Page().Find(`ul[aria-labelledby="sessions"] > li`)
		if items.Length() != 50 || !strings.Contains(items.First().Text(), "this browser") {
			t.Errorf("got %d, %q", items.Length(), items.First().Text())
		}
		if want := fmt.Sprintf("And %d more", many+1-50); !strings.Contains(first.Text(), want) {
			t.Errorf("no %q", want)
		}
	})
	t.Run("K-08 all sessions end, and every client is notified of each", func(t *testing.T) {
		begin := time.Now()
		first.Press("end", "everything")
		if took := time.Since(begin); took > waittest.Patience || first.Status() != 200 {
			t.Errorf("got %d after %s", first.Status(), took)
		}
		if got := len(hang.heard()); got != many {
			t.Errorf("%d logout tokens, want %d", got, many)
		}
	})
}
