package redisstore_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff/internal/core"
	"quartet.example/client/bff/internal/redisstore"
	"quartet.example/client/bff/internal/storetest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// pair is two replicas on one Redis. The first has the session in memory.
type pair struct {
	one, other *redisstore.Store
	rdb        redis.UniversalClient
	clock      *storetest.Clock
	session    core.Session
}

func newPair(t *testing.T) *pair {
	t.Helper()
	rdb, clock := redistest.New(t), storetest.NewClock()
	p := &pair{one: open(t, rdb, clock), other: open(t, rdb, clock), rdb: rdb, clock: clock}
	id := oauth.NewSecret()
	err := p.one.CreateSession(t.Context(), core.Session{
		ID: id, User: core.User{Issuer: "http://issuer.example", Subject: "alice"},
		Tokens: core.TokenSet{AccessToken: "first"}, Ends: clock.Now().Add(time.Hour),
	})
	if err != nil {
		t.Fatal(err)
	}
	if p.session, err = p.one.LoadSession(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *pair) key() string { return "client:session:{" + p.session.Handle + "}" }

// renew stores another access token.
func (p *pair) renew(ctx context.Context, at *redisstore.Store, accessToken string) error {
	s, err := at.LoadSession(ctx, p.session.ID)
	if err != nil {
		return err
	}
	s.Tokens.AccessToken = accessToken
	_, err = at.ReplaceSession(ctx, s)
	return err
}

func (p *pair) end(ctx context.Context, logout core.LogoutToken) error {
	handles, err := p.other.EndSessions(ctx, logout, time.Minute)
	for _, handle := range handles {
		_, taken := p.other.TakeSession(ctx, handle)
		err = errors.Join(err, taken)
	}
	return err
}

// A session in memory is served only while it is the one that Redis has.
func TestMemoryIsNeverOlderThanRedis(t *testing.T) {
	for name, tt := range map[string]struct {
		meanwhile func(ctx context.Context, p *pair) error
		want      string // the access token; "" if the session has ended
	}{
		"nothing happened":              {func(context.Context, *pair) error { return nil }, "first"},
		"a sign-out at another replica": {func(ctx context.Context, p *pair) error { return p.other.DeleteSession(ctx, p.session.ID) }, ""},
		"a sign-out at this replica":    {func(ctx context.Context, p *pair) error { return p.one.DeleteSession(ctx, p.session.ID) }, ""},
		"a refresh at another replica":  {func(ctx context.Context, p *pair) error { return p.renew(ctx, p.other, "second") }, "second"},
		"a refresh at this replica":     {func(ctx context.Context, p *pair) error { return p.renew(ctx, p.one, "second") }, "second"},
		"Redis lost everything":         {func(ctx context.Context, p *pair) error { return p.rdb.Del(ctx, p.key()).Err() }, ""},
		"the absolute limit":            {untilTheEnd, ""},
		"the idle limit":                {func(_ context.Context, p *pair) error { p.clock.Move(storetest.Idle); return nil }, ""},
		"a back-channel logout": {func(ctx context.Context, p *pair) error {
			return p.end(ctx, core.LogoutToken{Issuer: "http://issuer.example", Subject: "alice"})
		}, ""},
		"a back-channel logout of another user": {func(ctx context.Context, p *pair) error {
			return p.end(ctx, core.LogoutToken{Issuer: "http://issuer.example", Subject: "bob"})
		}, "first"},
		"a backup of Redis, and a refresh": {restored, "third"},
		"a record that does not open": {func(ctx context.Context, p *pair) error {
			return p.rdb.HSet(ctx, p.key(), "sealed", "x", "version", "y").Err()
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPair(t)
			if err := tt.meanwhile(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			for range 2 { // from Redis, and then from memory
				got, err := p.one.LoadSession(t.Context(), p.session.ID)
				if got.Tokens.AccessToken != tt.want || (tt.want == "") != errors.Is(err, core.ErrNotFound) {
					t.Errorf("got %q and %v, want %q", got.Tokens.AccessToken, err, tt.want)
				}
			}
		})
	}
}

// Without Redis nobody knows whether the session has ended.
func TestMemoryIsNotServedWithoutRedis(t *testing.T) {
	p := newPair(t)
	p.rdb.AddHook(away{})
	got, err := p.one.LoadSession(t.Context(), p.session.ID)
	if err == nil || errors.Is(err, core.ErrNotFound) || got.Tokens.AccessToken != "" {
		t.Errorf("got %q and %v, want the error of Redis", got.Tokens.AccessToken, err)
	}
}

// untilTheEnd uses the session up to half a minute before its absolute limit, and waits for that.
func untilTheEnd(ctx context.Context, p *pair) error {
	for _, d := range []time.Duration{29 * time.Minute, 29 * time.Minute, 90 * time.Second} {
		p.clock.Move(d)
		if _, err := p.one.LoadSession(ctx, p.session.ID); err != nil {
			return err
		}
	}
	p.clock.Move(30 * time.Second)
	return nil
}

// restored is a change that a counter as version would not show: the first replica has the second
// record in memory, Redis is restored to the first record, and another replica replaces that one.
func restored(ctx context.Context, p *pair) error {
	backup := p.rdb.HGetAll(ctx, p.key()).Val()
	if err := p.renew(ctx, p.other, "second"); err != nil {
		return err
	}
	if got, err := p.one.LoadSession(ctx, p.session.ID); err != nil || got.Tokens.AccessToken != "second" {
		return errors.Join(err, errors.New("the second record was not loaded"))
	}
	if err := p.rdb.HSet(ctx, p.key(), backup).Err(); err != nil {
		return err
	}
	return p.renew(ctx, p.other, "third")
}

// 50 callers at one replica while another ends the session: none that begins afterwards finds it.
func TestSignOutCountsAtOnce(t *testing.T) {
	p := newPair(t)
	var over atomic.Bool
	var served atomic.Int64
	many := make(chan struct{})
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			for after := 0; after < 3; {
				ended := over.Load()
				_, err := p.one.LoadSession(t.Context(), p.session.ID)
				if err != nil && !errors.Is(err, core.ErrNotFound) || ended && err == nil {
					t.Errorf("ended %t: got %v, want %v", ended, err, core.ErrNotFound)
				}
				if served.Add(1) == 500 {
					close(many)
				}
				if ended {
					after++
				}
			}
		})
	}
	<-many
	if err := p.other.DeleteSession(t.Context(), p.session.ID); err != nil {
		t.Error(err)
	}
	over.Store(true)
	all.Wait()
}

// 50 requests at each of two replicas while tokens are replaced: a request that begins afterwards
// gets the new tokens.
func TestNewTokensCountAtOnce(t *testing.T) {
	p := newPair(t)
	var stored atomic.Int64
	var all sync.WaitGroup
	tokens := []string{"first", "second", "third", "fourth"}
	for i := range 50 {
		all.Go(func() {
			for range 20 {
				least := int(stored.Load())
				s, err := []*redisstore.Store{p.one, p.other}[i%2].LoadSession(t.Context(), p.session.ID)
				if got := slices.Index(tokens, s.Tokens.AccessToken); err != nil || got < least {
					t.Errorf("got %q and %v, want %q or later", s.Tokens.AccessToken, err, tokens[least])
				}
			}
		})
	}
	for i := 1; i < len(tokens); i++ {
		if err := p.renew(t.Context(), []*redisstore.Store{p.one, p.other}[i%2], tokens[i]); err != nil {
			t.Fatal(err)
		}
		stored.Store(int64(i))
	}
	all.Wait()
}

// commands are those that were sent to Redis.
type commands struct {
	away
	names []string
}

func (c *commands) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		c.names = append(c.names, cmd.Name())
		return next(ctx, cmd)
	}
}

// A request of a session in memory costs one small read; its use is stored once a minute.
func TestLoadIsOneRoundTrip(t *testing.T) {
	for name, tt := range map[string]struct {
		before func(t *testing.T, p *pair)
		want   string
	}{
		"in memory":          {func(*testing.T, *pair) {}, "hget"},
		"59 s later":         {func(_ *testing.T, p *pair) { p.clock.Move(59 * time.Second) }, "hget"},
		"60 s later":         {func(_ *testing.T, p *pair) { p.clock.Move(time.Minute) }, "evalsha"},
		"with a long record": {func(t *testing.T, p *pair) { p.grow(t) }, "evalsha"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPair(t)
			tt.before(t, p)
			sent := &commands{}
			p.rdb.AddHook(sent)
			if _, err := p.one.LoadSession(t.Context(), p.session.ID); err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(sent.names, " "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// grow makes the record too long for the memory.
func (p *pair) grow(t *testing.T) {
	t.Helper()
	err := p.renew(t.Context(), p.one, strings.Repeat("x", 16<<10))
	if err == nil {
		_, err = p.one.LoadSession(t.Context(), p.session.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A session that an earlier version stored: base64url, and a number as its version.
func TestRecordsOfEarlierVersionsOpen(t *testing.T) {
	p := newPair(t)
	plain, err := box("key").OpenBytes([]byte(p.rdb.HGet(t.Context(), p.key(), "sealed").Val()), p.key())
	if err != nil {
		t.Fatal(err)
	}
	if err := p.rdb.HSet(t.Context(), p.key(), "sealed", box("key").Seal(plain, p.key()), "version", 1).Err(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"first", "second"} {
		if got, err := p.one.LoadSession(t.Context(), p.session.ID); err != nil || got.Tokens.AccessToken != want {
			t.Errorf("got %q and %v, want %q", got.Tokens.AccessToken, err, want)
		}
		if err := p.renew(t.Context(), p.other, "second"); err != nil {
			t.Fatal(err)
		}
	}
}
