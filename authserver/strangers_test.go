package authserver_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/authserver"
	"quartet.example/authserver/internal/control"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/dpop"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
)

// strangers sends unauthenticated requests to all routes of a server.
type strangers struct {
	t       *testing.T
	server  *authserver.Server
	rdb     redis.UniversalClient
	clock   *storetest.Clock
	issuer  string
	from    int // the next client address
	sender  string
	signer  *dpop.Signer
	pushed  string
	signIn  string // the handle of a transaction
	cookies []*http.Cookie
}

// Limits for one address: it may use twice its rate in one minute, because the allowance is full at
// first and refills. Wrong passwords and wrong secrets have counters of their own.
const (
	strangersRate = 20
	storedRecords = 2 * strangersRate
	counters      = 10
	storedBytes   = storedRecords*1536 + counters*256
	heldInProcess = 16 << 20
)

func newStrangers(t *testing.T) *strangers {
	t.Helper()
	cfg, err := authserver.DevConfig()
	if err != nil {
		t.Fatal(err)
	}
	cfg.StartRate, cfg.LoginAddressAttempts = strangersRate, 3
	s := &strangers{t: t, rdb: redistest.New(t), clock: storetest.NewClock(), issuer: cfg.Issuer}
	s.server, err = authserver.New(cfg, authserver.Deps{Redis: s.rdb, Log: slog.New(slog.DiscardHandler), Now: s.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.server.Close() })
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if s.signer, err = dpop.NewSigner(key); err != nil {
		t.Fatal(err)
	}
	return s
}

// send sends a form; with GET the parameters are in the query.
func (s *strangers) send(method, path string, form url.Values, header http.Header) *httptest.ResponseRecorder {
	body := ""
	if method == http.MethodPost {
		body = form.Encode()
	} else {
		path += "?" + form.Encode()
	}
	r := httptest.NewRequestWithContext(s.t.Context(), method, s.issuer+path, strings.NewReader(body))
	r.RemoteAddr, r.Header = s.sender+":1234", header.Clone()
	if r.Header == nil {
		r.Header = http.Header{}
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	rec := httptest.NewRecorder()
	s.server.ServeHTTP(rec, r)
	return rec
}

// elsewhere continues from an address with a full allowance. It starts a sign-in and pushes a
// request.
func (s *strangers) elsewhere() {
	s.from++
	s.sender = fmt.Sprintf("198.51.%d.%d", s.from/250, s.from%250+1)
	begun := s.send(http.MethodGet, "/authorize", smallRequest(), nil)
	to, err := url.Parse(begun.Header().Get("Location"))
	if err != nil || to.Query().Get("transaction") == "" {
		s.t.Fatalf("authorize: %d %s", begun.Code, begun.Body)
	}
	s.signIn, s.cookies = to.Query().Get("transaction"), begun.Result().Cookies()
	_, rest, _ := strings.Cut(s.send(http.MethodPost, "/par", largeRequest(), nil).Body.String(), `"request_uri":"`)
	s.pushed, _, _ = strings.Cut(rest, `"`)
	if s.pushed == "" {
		s.t.Fatal("par: no request_uri")
	}
}

// smallRequest is an authorization request of a public client.
func smallRequest() url.Values {
	return url.Values{
		"client_id": {"native"}, "response_type": {"code"}, "redirect_uri": {"http://127.0.0.1/callback"}, "scope": {"openid"},
		"code_challenge": {oauth.Hash("verifier")}, "code_challenge_method": {"S256"}, "state": {"s"}, "nonce": {"n"},
	}
}

// largeRequest is a smallRequest whose parameters have the maximum length.
func largeRequest() url.Values {
	form := smallRequest()
	form.Set("state", strings.Repeat("s", 4096))
	form.Set("nonce", strings.Repeat("n", 4096))
	form.Set("prompt", strings.TrimSpace(strings.Repeat("login ", 10)))
	form.Set("login_hint", strings.Repeat("h", 256))
	return form
}

// attacks are requests that an unauthenticated client can send to any route. n is different each
// time.
var attacks = map[string]func(s *strangers, path string, n int) (url.Values, http.Header){
	"a large request": func(*strangers, string, int) (url.Values, http.Header) { return largeRequest(), nil },
	"a small request": func(*strangers, string, int) (url.Values, http.Header) { return smallRequest(), nil },
	"a pushed request, opened again": func(s *strangers, _ string, _ int) (url.Values, http.Header) {
		return url.Values{"client_id": {"native"}, "request_uri": {s.pushed}}, nil
	},
	"a device": func(*strangers, string, int) (url.Values, http.Header) {
		return url.Values{"client_id": {"tv"}, "scope": {"openid"}}, nil
	},
	"an unknown client": func(_ *strangers, _ string, n int) (url.Values, http.Header) {
		r := http.Request{Header: http.Header{}}
		r.SetBasicAuth(fmt.Sprint("client-", n), "x")
		return url.Values{"grant_type": {"client_credentials"}}, r.Header
	},
	"a proof of a public client": func(s *strangers, path string, _ int) (url.Values, http.Header) {
		raw, err := s.signer.Proof(s.t.Context(), dpop.Request{Method: http.MethodPost, URI: s.issuer + path, Now: s.clock.Now()}, "")
		if err != nil {
			s.t.Fatal(err)
		}
		form := largeRequest()
		form.Set("grant_type", "refresh_token")
		form.Set("refresh_token", "none")
		return form, http.Header{http.CanonicalHeaderKey(dpop.Header): {raw}}
	},
	"a form of another site": func(*strangers, string, int) (url.Values, http.Header) {
		return url.Values{"client_id": {"native"}, "state": {strings.Repeat("s", 4096)}}, http.Header{"Sec-Fetch-Site": {"cross-site"}}
	},
	"a wrong password": func(s *strangers, _ string, n int) (url.Values, http.Header) {
		r := http.Request{Header: http.Header{}}
		for _, c := range s.cookies {
			r.AddCookie(c)
		}
		return url.Values{"transaction": {s.signIn}, "username": {fmt.Sprint("user-", n)}, "password": {"x"}}, r.Header
	},
}

// TestUnauthenticatedRequestsFillNoMemory sends each attack to every route for a minute, more often than the rate
// limit of an address allows, and checks how much is stored. It reads the routes from the server,
// so new ones are included.
func TestUnauthenticatedRequestsFillNoMemory(t *testing.T) {
	s := newStrangers(t)
	before := heap()
	for _, route := range authserver.Routes(s.server) {
		if route.Method != http.MethodGet && route.Method != http.MethodPost {
			continue
		}
		for name, attack := range attacks {
			s.elsewhere()
			path := strings.TrimSuffix(route.Path, "*")
			keys, bytes := held(t, s.rdb)
			for n := range 100 {
				form, header := attack(s, path, n)
				s.send(route.Method, path, form, header)
				if n%25 == 24 {
					s.clock.Forward(15 * time.Second)
				}
			}
			nowKeys, nowBytes := held(t, s.rdb)
			if nowKeys-keys > storedRecords+counters || nowBytes-bytes > storedBytes {
				t.Errorf("%s %s, %s: 100 requests in a minute left %d keys with %d bytes", route.Method, route.Path, name, nowKeys-keys, nowBytes-bytes)
			}
			forget(t, s.rdb)
		}
	}
	control.Of(s.server.Handler).Requests.Clear() // the record of the dev profile, which has a limit of its own
	if grown := heap() - before; grown > heldInProcess {
		t.Errorf("the process holds %d bytes more", grown)
	}
}

// held returns the number of keys and bytes in Redis.
func held(t *testing.T, rdb redis.UniversalClient) (keys, bytes int) {
	t.Helper()
	for _, key := range rdb.Keys(t.Context(), "*").Val() {
		keys++
		bytes += len(key)
		switch kind := rdb.Type(t.Context(), key).Val(); kind {
		case "string":
			bytes += len(rdb.Get(t.Context(), key).Val())
		case "hash":
			for name, value := range rdb.HGetAll(t.Context(), key).Val() {
				bytes += len(name) + len(value)
			}
		case "set":
			bytes += len(strings.Join(rdb.SMembers(t.Context(), key).Val(), ""))
		case "zset":
			bytes += len(strings.Join(rdb.ZRange(t.Context(), key, 0, -1).Val(), ""))
		default:
			t.Errorf("%s is a %s, which nobody counts", key, kind)
		}
	}
	return keys, bytes
}

// forget deletes all keys, so that each attack is measured alone.
func forget(t *testing.T, rdb redis.UniversalClient) {
	t.Helper()
	for _, key := range rdb.Keys(t.Context(), "*").Val() {
		if key != "signing-keys" {
			rdb.Del(t.Context(), key)
		}
	}
}

func heap() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
