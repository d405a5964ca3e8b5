package redisstore_test

import (
	"context"
	"errors"
	"os"
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
	"quartet.example/shared/seal"
)

func box(key string) *seal.Box { return seal.WithKey(seal.KeyFrom(key)) }

func open(t *testing.T, rdb redis.UniversalClient, clock *storetest.Clock) *redisstore.Store {
	return redisstore.New(rdb, box("key"), storetest.Idle, clock.Now)
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T, clock *storetest.Clock) storetest.Store {
		if os.Getenv("REDIS_URL") != "" {
			return open(t, redistest.New(t), clock)
		}
		server, rdb := redistest.Server(t)
		server.SetTime(clock.Now())
		clock.Redis = server.SetTime
		return open(t, rdb, clock)
	})
}

// O-06: Redis holds hashes and sealed records, each key with a time to live.
func TestNothingSecretInRedis(t *testing.T) {
	rdb, clock := redistest.New(t), storetest.NewClock()
	store, ctx := open(t, rdb, clock), t.Context()
	p := core.NewPendingLogin("http://issuer.example", "/", clock.Now().Add(time.Minute))
	user := core.User{Issuer: "http://issuer.example", Subject: "the-subject", Name: "the-name", SID: "the-sid"}
	s := core.Session{ID: oauth.NewSecret(), User: user, Tokens: core.TokenSet{AccessToken: "the-access-token", RefreshToken: "the-refresh-token"}, Ends: clock.Now().Add(time.Hour)}
	token := core.LogoutToken{Issuer: "http://issuer.example", ID: "the-jti"}
	_, used := store.UseLogoutToken(ctx, token, clock.Now().Add(time.Minute))
	_, ended := store.EndSessions(ctx, core.LogoutToken{Issuer: "http://issuer.example", Subject: "another"}, time.Minute)
	_, replaced := store.ReplaceBrowserSession(ctx, "the-browser", s)
	asked := store.SaveStepUp(ctx, "the-step-up", core.NewStepUp(s, core.Authentication{}, "the-draft", clock.Now().Add(time.Minute)))
	offered := store.SaveHandover(ctx, "the-code", core.Handover{Challenge: "the-challenge", Session: s, Expires: clock.Now().Add(time.Minute)})
	if err := errors.Join(store.SaveLogin(ctx, "the-state", "the-binding", p), store.CreateSession(ctx, s), used, ended, offered, replaced, asked); err != nil {
		t.Fatal(err)
	}
	secrets := []string{
		"the-state", "the-binding", p.Nonce, p.CodeVerifier, s.ID, "the-access-token", "the-refresh-token",
		"the-code", "the-challenge", "the-browser", "the-step-up", "the-draft", "the-subject", "the-name", "the-sid", "the-jti", "issuer.example",
	}
	all := ""
	keys, err := rdb.Keys(ctx, "*").Result()
	if err != nil || len(keys) != 10 {
		t.Fatalf("got keys %q and %v, want ten: login, hand-over, step-up, browser, session, its two groups, the end of another, number of logouts, logout token", keys, err)
	}
	for _, key := range keys {
		if ttl := rdb.PTTL(ctx, key).Val(); ttl <= 0 {
			t.Errorf("%s: got no time to live", key)
		}
		all += key + rdb.Dump(ctx, key).Val() + rdb.Get(ctx, key).Val() + strings.Join(rdb.HVals(ctx, key).Val(), " ") + strings.Join(rdb.ZRange(ctx, key, 0, -1).Val(), " ")
	}
	for _, secret := range secrets {
		if strings.Contains(all, secret) {
			t.Errorf("Redis holds %q", secret)
		}
	}
}

func TestSealedRecordDoesNotOpenElsewhere(t *testing.T) {
	rdb, clock, ctx := redistest.New(t), storetest.NewClock(), t.Context()
	store := open(t, rdb, clock)
	alice := core.Session{ID: oauth.NewSecret(), User: core.User{Subject: "alice"}, Ends: clock.Now().Add(time.Hour)}
	mallory := core.Session{ID: oauth.NewSecret(), User: core.User{Subject: "mallory"}, Ends: clock.Now().Add(time.Hour)}
	if err := errors.Join(store.CreateSession(ctx, alice), store.CreateSession(ctx, mallory)); err != nil {
		t.Fatal(err)
	}
	key := func(s core.Session) string { return "client:session:{" + oauth.Hash(s.ID) + "}" }
	rdb.HSet(ctx, key(mallory), "sealed", rdb.HGet(ctx, key(alice), "sealed").Val())
	if _, err := store.LoadSession(ctx, mallory.ID); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("moved record: got %v, want %v", err, core.ErrNotFound)
	}
	other := redisstore.New(rdb, box("another key"), storetest.Idle, clock.Now)
	if _, err := other.LoadSession(ctx, alice.ID); !errors.Is(err, core.ErrNotFound) {
		t.Errorf("other key: got %v, want %v", err, core.ErrNotFound)
	}
}

// One process at a time works on a session, and all get their turn.
func TestLockIsExclusive(t *testing.T) {
	store := open(t, redistest.New(t), storetest.NewClock())
	locks := []*redisstore.Locks{store.NewLocks(), store.NewLocks()}
	var inside, turns atomic.Int32
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			err := locks[i%2].WithLock(t.Context(), "id", func(context.Context) error {
				if n := inside.Add(1); n != 1 {
					t.Errorf("got %d holders of the lock, want 1", n)
				}
				defer inside.Add(-1)
				turns.Add(1)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if turns.Load() != 20 {
		t.Errorf("got %d turns, want 20", turns.Load())
	}
}

func TestLockThatStaysTakenIsGivenUp(t *testing.T) {
	store := open(t, redistest.New(t), storetest.NewClock())
	locks := store.NewLocks()
	err := locks.WithLock(t.Context(), "id", func(ctx context.Context) error {
		brief, cancel := context.WithTimeout(ctx, 60*time.Millisecond)
		defer cancel()
		return locks.WithLock(brief, "id", func(context.Context) error { return errors.New("ran") })
	})
	if !errors.Is(err, core.ErrSuperseded) && !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want %v", err, core.ErrSuperseded)
	}
}

// O-14: a Redis that is away is temporarily_unavailable, never "no session".
func TestRedisAway(t *testing.T) {
	server, rdb := redistest.Server(t)
	store := open(t, rdb, storetest.NewClock())
	server.Close()
	ctx := t.Context()
	_, load := store.LoadSession(ctx, "id")
	_, redeem := store.RedeemLogin(ctx, "state", "binding")
	_, list := store.ListSessions(ctx, core.OfUser("issuer", "alice"))
	_, ended := store.EndSessions(ctx, core.LogoutToken{Issuer: "issuer", Subject: "alice"}, time.Minute)
	_, logouts := store.Logouts(ctx, "issuer")
	_, replaced := store.ReplaceBrowserSession(ctx, "browser", core.Session{ID: "id"})
	_, take := store.TakeSession(ctx, "handle")
	_, used := store.UseLogoutToken(ctx, core.LogoutToken{}, time.Unix(0, 0))
	_, handover := store.RedeemHandover(ctx, "code", "challenge")
	for name, err := range map[string]error{
		"logouts": logouts, "browser": replaced, "list": list, "end": ended, "take": take, "logout token": used, "hand-over": handover,
		"load": load, "redeem": redeem, "delete": store.DeleteSession(ctx, "id"),
		"lock": store.NewLocks().WithLock(ctx, "id", func(context.Context) error { return nil }),
	} {
		var oerr *oauth.Error
		if !errors.As(err, &oerr) || oerr.Code != oauth.TemporarilyUnavailable {
			t.Errorf("%s: got %v, want %s", name, err, oauth.TemporarilyUnavailable)
		}
	}
}
