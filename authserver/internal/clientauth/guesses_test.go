package clientauth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/authserver/internal/assertion"
	"quartet.example/authserver/internal/clientauth"
	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/endpointtest"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

const (
	limit  = 5
	window = time.Minute
)

// counted is the store, which counts how often it is asked.
type counted struct {
	clientauth.Failures
	asked atomic.Int64
}

func (c *counted) CountFailure(ctx context.Context, whom string, limit int, window time.Duration) (time.Duration, error) {
	c.asked.Add(1)
	return c.Failures.CountFailure(ctx, whom, limit, window)
}

// replica is one authenticator; several share a store and a clock.
func replica(store clientauth.Failures, now func() time.Time) *clientauth.Authenticator {
	return &clientauth.Authenticator{
		Clients: endpointtest.Clients{}, Realm: endpointtest.Issuer,
		Guesses: &clientauth.Guesses{
			Shared: store, Limit: limit, Window: window, Now: now,
			Address: func(r *http.Request) string { return r.RemoteAddr },
		},
	}
}

// attempt gives the status with which a client at an address is answered.
func attempt(t *testing.T, a *clientauth.Authenticator, address, id, secret string) (int, *oauth.Error) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/token", nil)
	r.RemoteAddr = address
	r.Header["Authorization"] = basic(id, secret)
	_, err := a.Authenticate(t.Context(), r, url.Values{})
	var refused *oauth.Error
	if errors.As(err, &refused) {
		return refused.Status(), refused
	}
	if err != nil {
		t.Fatal(err)
	}
	return http.StatusOK, nil
}

func TestWrongSecretsAreThrottled(t *testing.T) { // ADV-34
	failures, clock := storetest.New(t)
	store := &counted{Failures: failures}
	a, b := replica(store, clock.Now), replica(store, clock.Now)
	right := endpointtest.Secret("notes")
	want := func(t *testing.T, a *clientauth.Authenticator, address, id, secret string, want int) {
		t.Helper()
		if got, _ := attempt(t, a, address, id, secret); got != want {
			t.Errorf("%s from %s: got %d, want %d", id, address, got, want)
		}
	}
	t.Run("success never asks Redis", func(t *testing.T) {
		want(t, a, "192.0.2.1", "notes", right, 200)
		if store.asked.Load() != 0 {
			t.Error("it does")
		}
	})
	for range limit {
		want(t, a, "192.0.2.1", "notes", "wrong", 401)
	}
	t.Run("from the limit on also the right secret waits, so that a guess cannot be confirmed", func(t *testing.T) {
		got, refused := attempt(t, a, "192.0.2.1", "notes", right)
		if got != http.StatusTooManyRequests || refused.RetryAfter != window || refused.CheckID() != "as.client.throttle" {
			t.Errorf("got %d %v after %s", got, refused, refused.RetryAfter)
		}
	})
	t.Run("a pair that waits does not ask Redis", func(t *testing.T) {
		before := store.asked.Load()
		want(t, a, "192.0.2.1", "notes", "wrong", 429)
		if store.asked.Load() != before {
			t.Error("it does")
		}
	})
	t.Run("the other replica learns of it with its first failure", func(t *testing.T) {
		want(t, b, "192.0.2.1", "notes", "wrong", 401)
		want(t, b, "192.0.2.1", "notes", right, 429)
	})
	t.Run("the client elsewhere, and others here, do not wait", func(t *testing.T) {
		want(t, a, "198.51.100.1", "notes", right, 200)
		want(t, a, "192.0.2.1", "service", endpointtest.Secret("service"), 200)
	})
	t.Run("an unknown client waits alike", func(t *testing.T) {
		for range limit {
			want(t, a, "192.0.2.1", "ghost", "wrong", 401)
		}
		want(t, a, "192.0.2.1", "ghost", "wrong", 429)
	})
	t.Run("after the window it works again, although somebody kept failing", func(t *testing.T) {
		clock.Forward(window)
		want(t, a, "192.0.2.1", "notes", right, 200)
		want(t, b, "192.0.2.1", "notes", right, 200)
	})
	t.Run("one IPv6 network is one address", func(t *testing.T) {
		for i := range limit {
			want(t, a, "2001:db8:1:2::"+strconv.Itoa(i+1), "notes", "wrong", 401)
		}
		want(t, a, "2001:db8:1:2:ffff::1", "notes", right, 429)
		want(t, a, "2001:db8:1:3::1", "notes", right, 200)
	})
	t.Run("an address of IPv4 is one address, however it is written", func(t *testing.T) {
		for range limit {
			want(t, a, "192.0.2.9", "notes", "wrong", 401)
		}
		want(t, a, "::ffff:192.0.2.9", "notes", right, 429)
	})
}

func TestABurstIsCountedWhole(t *testing.T) {
	store, clock := storetest.New(t)
	a := replica(store, clock.Now)
	var tried atomic.Int64
	var group sync.WaitGroup
	for range 200 {
		group.Go(func() {
			if got, _ := attempt(t, a, "192.0.2.1", "notes", "wrong"); got == http.StatusUnauthorized {
				tried.Add(1)
			}
		})
	}
	group.Wait()
	if got := tried.Load(); got > limit+64 { // as many more as were on their way at once
		t.Errorf("%d guesses were judged, want about %d", got, limit)
	}
	if got, _ := attempt(t, a, "192.0.2.1", "notes", endpointtest.Secret("notes")); got != http.StatusTooManyRequests {
		t.Errorf("got %d, want 429", got)
	}
}

// Names that nobody registered leave one counter for each address, however many are
// invented, and do not lock out those who are registered.
func TestUnknownClientsCountByAddress(t *testing.T) {
	rdb, clock := storetest.Redis(t)
	a := replica(redisstore.New(rdb, clock.Now), clock.Now)
	for i := range 20 {
		want := http.StatusUnauthorized
		if i >= limit {
			want = http.StatusTooManyRequests
		}
		got, refused := attempt(t, a, "192.0.2.1", "ghost-"+strconv.Itoa(i), "wrong")
		if got != want || want == http.StatusTooManyRequests && refused.CheckID() != "as.client.throttle" {
			t.Errorf("attempt %d: got %d %s, want %d", i+1, got, refused.CheckID(), want)
		}
	}
	if n := rdb.DBSize(t.Context()).Val(); n != 1 {
		t.Errorf("%d counters are kept, want 1", n)
	}
	if got, _ := attempt(t, a, "192.0.2.1", "notes", endpointtest.Secret("notes")); got != http.StatusOK {
		t.Errorf("a registered client at that address: got %d", got)
	}
	if got, _ := attempt(t, a, "192.0.2.2", "ghost", "wrong"); got != http.StatusUnauthorized {
		t.Errorf("an unknown client elsewhere: got %d", got)
	}
}

// away is a Redis that is away.
type away struct{}

func (away) CountFailure(context.Context, string, int, time.Duration) (time.Duration, error) {
	return 0, oauth.TemporarilyUnavailable.With("")
}

func TestThrottleWithoutRedis(t *testing.T) {
	clock := storetest.NewClock()
	a := replica(away{}, clock.Now)
	for range limit {
		if got, _ := attempt(t, a, "192.0.2.1", "notes", "wrong"); got != http.StatusUnauthorized {
			t.Errorf("got %d, want 401", got)
		}
	}
	if got, _ := attempt(t, a, "192.0.2.1", "notes", "wrong"); got != http.StatusTooManyRequests {
		t.Errorf("got %d, want 429: a replica counts by itself", got)
	}
}

func TestManyPairsFitIntoMemory(t *testing.T) {
	clock := storetest.NewClock()
	a := replica(away{}, clock.Now)
	for i := range 25_000 {
		if got, _ := attempt(t, a, fmt.Sprintf("10.%d.%d.1", i/250, i%250), "notes", "wrong"); got != http.StatusUnauthorized {
			t.Fatalf("got %d, want 401", got)
		}
	}
}

// signs judges assertions as it is told.
type signs struct{ answer error }

func (s signs) Verify(context.Context, *core.Client, assertion.Assertion) error { return s.answer }

// signers are clients that sign, and one that does not.
type signers struct{}

func (signers) FindClient(id string) (*core.Client, error) {
	switch id {
	case "pk":
		return &core.Client{ID: "pk", AuthMethod: oauth.PrivateKeyJWT}, nil
	case "hmac":
		return &core.Client{ID: "hmac", AuthMethod: oauth.ClientSecretJWT}, nil
	}
	return endpointtest.Clients{}.FindClient(id)
}

// Assertions of clients by sub; the signature does not matter here.
const (
	byPK     = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJwayJ9.eA"     // ES256, sub pk
	byHMAC   = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJobWFjIn0.eA"  // HS256, sub hmac
	hmacByPK = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwayJ9.eA"     // HS256, sub pk
	byGhost  = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJnaG9zdCJ9.eA" // ES256, sub ghost
	byNotes  = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJub3RlcyJ9.eA" // ES256, sub notes
)

func TestAssertions(t *testing.T) {
	signed := func(raw string, more ...string) url.Values {
		form := url.Values{"client_assertion": {raw}, "client_assertion_type": {oauth.ClientAssertionType}}
		for i := 0; i < len(more); i += 2 {
			form.Set(more[i], more[i+1])
		}
		return form
	}
	for name, tt := range map[string]struct {
		authorization []string
		form          url.Values
		want          string
	}{
		"private_key_jwt":                               {nil, signed(byPK), "pk"},
		"private_key_jwt beside the client_id":          {nil, signed(byPK, "client_id", "pk"), "pk"},
		"client_secret_jwt":                             {nil, signed(byHMAC), "hmac"},
		"C-16 another client_id in the body":            {nil, signed(byPK, "client_id", "hmac"), "as.client.same"},
		"the registered method: HMAC for a key":         {nil, signed(hmacByPK), "as.client.method"},
		"the registered method: a client with a secret": {nil, signed(byNotes), "as.client.method"},
		"the registered method: Basic for a signer":     {basic("pk", "x"), url.Values{}, "as.client.method"},
		"CF-28 no assertion":                            {nil, url.Values{"client_id": {"pk"}}, "as.client.method"},
		"an unknown client":                             {nil, signed(byGhost), "as.client.known"},
		"two methods: assertion and Basic":              {basic("pk", "x"), signed(byPK), "as.client.one_method"},
		"two methods: assertion and client_secret":      {nil, signed(byPK, "client_secret", "x"), "as.client.one_method"},
		"two methods: the type alone, and Basic":        {basic("notes", endpointtest.Secret("notes")), signed(""), "as.client.one_method"},
		"no type":                                       {nil, url.Values{"client_assertion": {byPK}}, "as.assertion.type"},
		"no assertion, but its type":                    {nil, signed(""), "as.assertion.type"},
		"another type":                                  {nil, signed(byPK, "client_assertion_type", "jwt"), "as.assertion.type"},
		"no JWT":                                        {nil, signed("a.b.c"), "as.assertion.type"},
	} {
		t.Run(name, func(t *testing.T) {
			a := &clientauth.Authenticator{Clients: signers{}, Realm: endpointtest.Issuer, Assertions: signs{}}
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/token", nil)
			r.Header["Authorization"] = tt.authorization
			client, err := a.Authenticate(t.Context(), r, tt.form)
			var got string
			var refused *oauth.Error
			if errors.As(err, &refused) {
				got = refused.CheckID()
				if refused.Code == oauth.InvalidClient && refused.Challenge == "" {
					t.Error("a 401 without a challenge (RFC 9110 §15.5.2)")
				}
			} else if err == nil {
				got = client.ID
			}
			if got != tt.want {
				t.Errorf("got %q (%v), want %q", got, err, tt.want)
			}
		})
	}
}

// BenchmarkSuccess shows what counting costs those who know their secret: a
// look at the clock, and while anybody waits, a hash and a lock.
func BenchmarkSuccess(b *testing.B) {
	clock := storetest.NewClock()
	counting, busy := replica(away{}, clock.Now), replica(away{}, clock.Now)
	busy.Guesses.Count(b.Context(), &http.Request{RemoteAddr: "192.0.2.9"}, "ghost")
	for name, a := range map[string]*clientauth.Authenticator{"not counted": authenticator(), "counted": counting, "counted, somebody failed": busy} {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/token", nil)
			r.Header["Authorization"] = basic("service", endpointtest.Secret("service"))
			form := url.Values{"grant_type": {"client_credentials"}}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := a.Authenticate(b.Context(), r, form); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
