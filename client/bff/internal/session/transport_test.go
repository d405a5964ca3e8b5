package session_test

import (
	"net/http"
	"strings"
	"testing"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/session"
)

var guard = session.Guard{Cookie: session.Cookie{Prefix: "quartet-client-", Strict: true}}

// Whatever stands in the two headers: an id of an app comes from the one, an id of
// a browser from the other, and none from both.
func FuzzPresented(f *testing.F) {
	app, browser := core.ForApp.NewID(), core.ForBrowser.NewID()
	for _, seed := range [][2]string{
		{"Session " + app, ""},
		{"", guard.Cookie.SessionName() + "=" + browser},
		{"Session " + app, guard.Cookie.SessionName() + "=" + browser},
		{"session " + browser, ""},
		{"Bearer " + app, guard.Cookie.SessionName() + "=" + app},
		{"Session", "a=b"},
		{"", guard.Cookie.SessionName() + "=" + app[:43]},
		{"Session  " + app, ""},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, authorization, cookie string) {
		r := &http.Request{Header: http.Header{"Authorization": {authorization}, "Cookie": {cookie}}}
		id := guard.Presented(r)
		if id == "" {
			return
		}
		fromApp := core.KindOf(id) == core.ForApp
		if fromApp != session.FromApp(r) || fromApp && !strings.HasSuffix(authorization, id) || !fromApp && !strings.Contains(cookie, id) {
			t.Errorf("%q and %q: got %q", authorization, cookie, id)
		}
		if fromApp && guard.Cookie.ID(r) != "" {
			t.Errorf("%q and %q: two ids", authorization, cookie)
		}
	})
}
