package browser_test

import (
	"context"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
)

// watched is a store that calls a function before one of its calls.
type watched struct {
	*redisstore.Store
	before map[string]func()
}

func (w *watched) happen(call string) {
	if f := w.before[call]; f != nil {
		delete(w.before, call)
		f()
	}
}

func (w *watched) SaveSession(ctx context.Context, handle string, session core.Session) error {
	w.happen("save")
	return w.Store.SaveSession(ctx, handle, session)
}

func (w *watched) EndSession(ctx context.Context, handle string) (core.Session, error) {
	w.happen("end")
	return w.Store.EndSession(ctx, handle)
}

// marked is a store that records which sessions have ended.
type marked struct {
	*redisstore.Store
	sids []string
}

func (m *marked) RevokeSession(ctx context.Context, sub, sid string) error {
	m.sids = append(m.sids, sid)
	return m.Store.RevokeSession(ctx, sub, sid)
}

type everybody struct{}

func (everybody) FindUser(sub string) (*core.User, error) { return &core.User{Subject: sub}, nil }

// A user signs out while the same browser signs in. Whatever the order, no session may continue
// under the sid that has ended: its grants would not be revoked at the next sign-out, and the user
// believes that the session is over.
func TestSignOutDuringASignIn(t *testing.T) {
	alice := &core.User{Subject: "alice"}
	for name, call := range map[string]string{"before the new session is kept": "save", "before the old handle ends": "end"} {
		for _, everywhere := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				store, clock := storetest.New(t)
				w, m := &watched{store, map[string]func(){}}, &marked{Store: store}
				s := &browser.Sessions{Store: w, Users: everybody{}, Grants: m, Now: clock.Now, TTL: time.Hour, Idle: time.Hour}
				cookie := begin(t, s, alice, "")
				w.before[call] = func() { signOut(t, s, cookie, everywhere) }
				begin(t, s, alice, cookie)
				wantNoneEnded(t, s, m)
			})
		}
	}
	t.Run("a sign-in between the two steps of a sign-out", func(t *testing.T) {
		store, clock := storetest.New(t)
		w, m := &watched{store, map[string]func(){}}, &marked{Store: store}
		s := &browser.Sessions{Store: w, Users: everybody{}, Grants: m, Now: clock.Now, TTL: time.Hour, Idle: time.Hour}
		cookie := begin(t, s, alice, "")
		w.before["end"] = func() { begin(t, s, alice, cookie) } // the sid has ended, but the handle has not
		signOut(t, s, cookie, false)
		wantNoneEnded(t, s, m)
	})
}

func wantNoneEnded(t *testing.T, s *browser.Sessions, m *marked) {
	t.Helper()
	left, err := s.Of(t.Context(), "alice")
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range left {
		if slices.Contains(m.sids, one.ID) {
			t.Error("a session goes on under a name that has ended")
		}
	}
}

// request is a request of the browser with this session cookie.
func request(cookie string) (echo.Context, *httptest.ResponseRecorder) {
	r, w := httptest.NewRequest("POST", "/", nil), httptest.NewRecorder()
	if cookie != "" {
		r.Header.Set("Cookie", browser.SessionCookie+"="+cookie)
	}
	return echo.New().NewContext(r, w), w
}

// begin signs in and returns the session cookie.
func begin(t *testing.T, s *browser.Sessions, user *core.User, cookie string) string {
	t.Helper()
	c, w := request(cookie)
	if _, err := s.Begin(c, user, "pwd"); err != nil {
		t.Fatal(err)
	}
	for _, set := range w.Result().Cookies() {
		if set.Name == browser.SessionCookie {
			return set.Value
		}
	}
	t.Fatal("no session cookie")
	return ""
}

func signOut(t *testing.T, s *browser.Sessions, cookie string, everywhere bool) {
	t.Helper()
	c, _ := request(cookie)
	who, err := s.Find(c)
	if err != nil || who == nil {
		t.Fatalf("find: got %v, %v", who, err)
	}
	if everywhere {
		err = s.EndAllOf(t.Context(), who.Subject)
	} else {
		err = s.End(c, who)
	}
	if err != nil {
		t.Fatal(err)
	}
}
