package faults

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

const (
	sessions = 100
	tabs     = 2                      // of each session; they call at the same time
	pause    = 800 * time.Millisecond // between two calls of a tab
)

// Crowd is a group of sessions that call the API.
type Crowd struct {
	t       testing.TB
	s       *rig.Stack
	cookies []string
	http    *http.Client

	mu      sync.Mutex
	good    []int            // number of successful calls for each session
	said    map[string]int   // number of responses by status
	refused map[int][]string // sessions that got another response than 200 or 503, with these responses

	stop chan struct{}
	all  sync.WaitGroup
}

// Gather signs alice in with her password once, and then in each further browser with her session
// at the authorization server, because hashing a password for each would take too long.
func Gather(t testing.TB, s *rig.Stack) *Crowd {
	t.Helper()
	transport := localnet.Transport()
	transport.MaxIdleConnsPerHost = sessions * tabs
	c := &Crowd{
		t: t, s: s, http: &http.Client{Transport: transport, Timeout: waittest.Patience},
		good: make([]int, sessions), said: map[string]int{}, refused: map[int][]string{},
	}
	t.Cleanup(transport.CloseIdleConnections)
	first := s.SignIn(t)
	known := first.Cookie("auth.localhost", rig.AuthSessionCookie)
	c.cookies = make([]string, sessions)
	var all sync.WaitGroup
	for part := range doors {
		all.Go(func() { c.enter(part, known) })
	}
	all.Wait()
	return c
}

const doors = 4 // number of browsers that sign in at the same time

// enter signs in every fourth session, in a browser with a session at the authorization server.
func (c *Crowd) enter(part int, known string) {
	b := browser.New(c.t)
	b.Plant("auth.localhost", &http.Cookie{Name: rig.AuthSessionCookie, Value: known, Path: "/", Secure: true})
	for i := part; i < sessions; i += doors {
		b.Open(c.s.Client + "/login?return_to=/livez")
		c.cookies[i] = b.Cookie("app.localhost", rig.SessionCookie)
		if c.cookies[i] == "" {
			c.t.Errorf("session %d: sign-in ended at %s (%d)", i, b.At(), b.Status())
		}
		for _, name := range []string{rig.SessionCookie, rig.BrowserCookie} { // so that the next sign-in counts as another browser
			b.Plant("app.localhost", &http.Cookie{Name: name, Path: "/", Secure: true, MaxAge: -1})
		}
	}
}
