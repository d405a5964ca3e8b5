package storetest_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/refreshtoken"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

// The two keys of the table: that of the family, and that of an attacker.
const (
	rightKey = "key of the family"
	otherKey = "key of a thief"
)

// family is a grant after some rotations.
type family struct {
	gid                   string
	older, previous, last string
	bound                 string // the key that the family is bound to, "" for none
	late                  bool   // the family was bound by the rotation of previous into last
}

// familyOf returns a family in which older, previous and last were current in turn. previous was
// rotated at the current time.
func familyOf(t *testing.T, s *redisstore.Store, c *storetest.Clock, binding string) family {
	t.Helper()
	grant, first := saveGrant(t, s, c, func(g *core.Grant) {
		if binding == "bound at issue" {
			g.KeyThumbprint = rightKey
		}
	})
	rotate := func(token, key string) string {
		_, next, err := s.Rotate(t.Context(), core.Rotation{Presented: token, ClientID: "notes", KeyThumbprint: key, Grace: grace, Allowed: allowed()})
		if err != nil {
			t.Fatalf("prepare: %v", err)
		}
		return next
	}
	f := family{gid: grant.ID, older: first}
	keys := map[string][2]string{
		"unbound": {"", ""}, "bound at issue": {rightKey, rightKey}, "bound late": {rightKey, rightKey}, "bound last": {"", rightKey},
	}[binding]
	f.previous = rotate(first, keys[0])
	f.last = rotate(f.previous, keys[1])
	f.bound, f.late = keys[1], binding == "bound last"
	return f
}

// presented are the parameters of a refresh.
type presented struct{ token, key, client, scope, resource string }

// wantOf returns the expected error. It implements the rules independently of the script, in order:
// the first broken rule decides.
func wantOf(f family, p presented) error {
	retry := p.token == "previous"
	right := p.key == f.bound || f.bound == ""
	switch {
	case p.token == "unknown":
		return core.ErrNotFound
	case p.client == "other":
		return core.ErrOtherClient
	case p.token == "older" || p.token == "previous after the grace":
		return core.ErrRefreshReused
	case retry && f.late && !right: // two parties have the previous token, which was a bearer token
		return core.ErrRefreshReused
	case !right:
		return core.ErrOtherKey
	case p.scope == "too wide":
		return core.ErrScopeWidened
	case p.resource == "other":
		return core.ErrOtherResource
	}
	return nil
}

// Every combination of a request and a kind of family: the result, and the state afterwards.
func TestRotationTable(t *testing.T) {
	for _, binding := range []string{"unbound", "bound at issue", "bound late", "bound last"} {
		for _, token := range []string{"current", "previous", "previous after the grace", "older", "unknown"} {
			for _, key := range []string{"", rightKey, otherKey} {
				for _, client := range []string{"right", "other"} {
					for _, scope := range []string{"granted", "too wide"} {
						for _, resource := range []string{"none", "granted", "granted, with a root path", "other"} {
							p := presented{token, key, client, scope, resource}
							t.Run(fmt.Sprintf("N-13 %s, %+v", binding, p), func(t *testing.T) {
								storetest.Run(t, func(t *testing.T, s *redisstore.Store, c *storetest.Clock) { rotateOnce(t, s, c, binding, p) })
							})
						}
					}
				}
			}
		}
	}
}

func rotateOnce(t *testing.T, s *redisstore.Store, c *storetest.Clock, binding string, p presented) {
	t.Helper()
	f := familyOf(t, s, c, binding)
	if p.token == "previous after the grace" {
		c.Forward(grace)
	}
	r := core.Rotation{ClientID: "notes", KeyThumbprint: p.key, Grace: grace, Allowed: allowed(), Presented: map[string]string{
		"current": f.last, "previous": f.previous, "previous after the grace": f.previous, "older": f.older,
		"unknown": refreshtoken.First(oauth.NewSecret()),
	}[p.token]}
	if p.client == "other" {
		r.ClientID = "web-post"
	}
	if p.scope == "too wide" {
		r.Scope = oauth.Scope{"notes:read", "admin"}
	}
	r.Resource = map[string][]string{"granted": {"http://api.localhost:9001"}, "granted, with a root path": {"http://api.localhost:9001/"}, "other": {"https://evil.test"}}[p.resource]

	_, next, err := s.Rotate(t.Context(), r)
	want := wantOf(f, p)
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
	wantRevoked(t, s, "jti", f.gid, errors.Is(want, core.ErrRefreshReused))
	switch {
	case errors.Is(want, core.ErrRefreshReused):
		wantKeys(t, s, f.last, core.ErrNotFound, core.ErrNotFound, core.ErrNotFound)
	case want != nil || p.token == "previous": // nothing has changed: neither the current token nor the key
		if want == nil && next != f.last {
			t.Error("within the grace there was another successor")
		}
		wantCurrent(t, s, f.last, f.bound)
	default:
		key := f.bound
		if key == "" {
			key = p.key // the key of the first proof that came with the current token
		}
		wantCurrent(t, s, next, key)
	}
}

// wantCurrent checks that the token is the current one of a family that is bound to the key, by
// requests with different keys. The requests ask for a wrong scope, so that they change nothing.
func wantCurrent(t *testing.T, s *redisstore.Store, token, key string) {
	t.Helper()
	if _, current, err := s.FindGrant(t.Context(), token); err != nil || !current {
		t.Errorf("the current token: got %t, %v", current, err)
	}
	took, refused := core.ErrScopeWidened, core.ErrOtherKey
	switch key {
	case "":
		wantKeys(t, s, token, took, took, took)
	case rightKey:
		wantKeys(t, s, token, refused, took, refused)
	case otherKey:
		wantKeys(t, s, token, refused, refused, took)
	}
}

// wantKeys presents the token without a key, with the key of the family, and with another key. It
// requests a wrong scope, so that nothing changes.
func wantKeys(t *testing.T, s *redisstore.Store, token string, none, right, other error) {
	t.Helper()
	for key, want := range map[string]error{"": none, rightKey: right, otherKey: other} {
		_, _, err := s.Rotate(t.Context(), core.Rotation{Presented: token, ClientID: "notes", KeyThumbprint: key, Scope: oauth.Scope{"admin"}, Grace: grace})
		if !errors.Is(err, want) {
			t.Errorf("afterwards, with the key %q: got %v, want %v", key, err, want)
		}
	}
}

// The grace is measured by the clock of Redis. A wrong clock of a replica makes it neither longer
// nor shorter.
func TestClocksOfReplicasDoNotMoveTheGrace(t *testing.T) {
	for name, skew := range map[string]time.Duration{"an hour late": -time.Hour, "in step": 0, "an hour early": time.Hour} {
		t.Run(name, func(t *testing.T) {
			rdb, clock := storetest.Redis(t)
			s := redisstore.New(rdb, clock.Now)
			replica := redisstore.New(rdb, func() time.Time { return clock.Now().Add(skew) })
			_, first := saveGrant(t, s, clock)
			second := wantRotate(t, s, first, nil)
			clock.Forward(grace - time.Millisecond)
			if retry := wantRotate(t, replica, first, nil); retry != second {
				t.Error("within the grace there was another successor")
			}
			clock.Forward(time.Millisecond)
			wantRotate(t, replica, first, core.ErrRefreshReused)
		})
	}
}

// With a grace of zero, the previous token is refused at once.
func TestNoGrace(t *testing.T) {
	for range 20 {
		rdb, clock := storetest.Redis(t)
		s := redisstore.New(rdb, clock.Now)
		_, first := saveGrant(t, s, clock)
		var replicas, won atomic.Int64
		race(50, func() {
			skew := time.Duration(replicas.Add(1)-25) * time.Second
			replica := redisstore.New(rdb, func() time.Time { return clock.Now().Add(skew) })
			if _, _, err := replica.Rotate(t.Context(), rotation(first, 0)); err == nil {
				won.Add(1)
			}
		})
		if won.Load() != 1 {
			t.Fatalf("of 50 got %d winners, want 1", won.Load())
		}
	}
}
