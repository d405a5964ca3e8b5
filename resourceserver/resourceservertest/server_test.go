package resourceservertest_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/resourceserver/resourceservertest"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/dpop"
	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
	"quartet.example/shared/waittest"
)

// answer is a response with its body.
type answer struct {
	*http.Response
	body string
}

// rig is a server, and an issuer whose tokens it accepts.
type rig struct {
	*resourceservertest.Server
	issuer *issuertest.Issuer
}

func start(t testing.TB, options ...resourceservertest.Option) *rig {
	t.Helper()
	issuer := issuertest.Start(t)
	return &rig{resourceservertest.Start(t, append(options, resourceservertest.WithIssuer(issuer.URL))...), issuer}
}

// request returns a request of alice.
func (r *rig) request(t testing.TB, method, path, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, r.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+r.issuer.Token(t, r.Now()))
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return req
}

func (r *rig) do(t testing.TB, req *http.Request) answer {
	t.Helper()
	resp, err := r.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp, string(body)}
}

func (r *rig) get(t testing.TB) answer {
	t.Helper()
	return r.do(t, r.request(t, http.MethodGet, "/notes", ""))
}

// The notes of the API are those of Notes and AddNote, for each user.
func TestNotes(t *testing.T) {
	r := start(t)
	r.AddNote("alice", "buy milk")
	r.AddNote("bob", "sell milk")
	if got := r.get(t); got.StatusCode != http.StatusOK || !strings.Contains(got.body, "buy milk") || strings.Contains(got.body, "sell milk") {
		t.Errorf("got %d %s, want the note of alice", got.StatusCode, got.body)
	}
	if got := r.do(t, r.request(t, http.MethodPost, "/notes", `{"text":"drink milk"}`)); got.StatusCode != http.StatusCreated {
		t.Fatalf("got %d %s", got.StatusCode, got.body)
	}
	texts := map[string]bool{}
	for _, n := range r.Notes("alice") {
		texts[n.Text] = n.ID != "" && !n.CreatedAt.IsZero()
	}
	if len(texts) != 2 || !texts["buy milk"] || !texts["drink milk"] {
		t.Errorf("got %v, want two notes of alice", texts)
	}
	if got := r.Notes("carol"); len(got) != 0 {
		t.Errorf("got %v of carol, who has none", got)
	}
}

// The server is as strict as in production.
func TestTokensAreVerified(t *testing.T) {
	r := start(t)
	for name, change := range map[string]func(*accesstoken.Claims){
		"another audience": func(c *accesstoken.Claims) { c.Audience = jose.Audience{"https://other.example"} },
		"another issuer":   func(c *accesstoken.Claims) { c.Issuer = "https://other.example" },
		"an expired token": func(c *accesstoken.Claims) { c.ExpiresAt = jose.NewTime(r.Now().Add(-time.Hour)) },
	} {
		req := r.request(t, http.MethodGet, "/notes", "")
		req.Header.Set("Authorization", "Bearer "+r.issuer.Token(t, r.Now(), change))
		if got := r.do(t, req); got.StatusCode != http.StatusUnauthorized || !strings.Contains(got.body, "invalid_token") {
			t.Errorf("%s: got %d %s", name, got.StatusCode, got.body)
		}
	}
}

func TestAdvance(t *testing.T) {
	r := start(t)
	req := r.request(t, http.MethodGet, "/notes", "")
	before := r.Now()
	r.Advance(10 * time.Minute)
	if moved := r.Now().Sub(before); moved < 10*time.Minute {
		t.Errorf("the clock moved by %s, want 10 minutes", moved)
	}
	if got := r.do(t, req); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("got %d, want 401 for an expired token", got.StatusCode)
	}
}

func TestWithNowFollowsAnotherClock(t *testing.T) {
	ahead := time.Now().Add(48 * time.Hour)
	r := start(t, resourceservertest.WithNow(func() time.Time { return ahead }))
	if !r.Now().Equal(ahead) {
		t.Errorf("got %s, want %s", r.Now(), ahead)
	}
	if got := r.get(t); got.StatusCode != http.StatusOK {
		t.Errorf("got %d %s", got.StatusCode, got.body)
	}
}

// The address is known before the server starts, so that it can be the resource identifier.
func TestWithListenerAndWithResource(t *testing.T) {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	id := "http://" + l.Addr().String()
	r := start(t, resourceservertest.WithListener(l), resourceservertest.WithResource(id))
	if r.URL != id || r.Resource != id {
		t.Errorf("got URL %s and resource %s, want %s", r.URL, r.Resource, id)
	}
	got := r.do(t, r.request(t, http.MethodGet, "/.well-known/oauth-protected-resource", ""))
	if !strings.Contains(got.body, `"resource":"`+id+`"`) { // RFC 9728 §3.3
		t.Errorf("got %s", got.body)
	}
}

// bound returns a request with a token that is bound to the key of the signer, and a proof.
func (r *rig) bound(t *testing.T, signer *dpop.Signer, nonce string) *http.Request {
	t.Helper()
	token := r.issuer.Token(t, r.Now(), func(c *accesstoken.Claims) { c.Confirmation = &oauth.Confirmation{JKT: signer.Thumbprint()} })
	req := r.request(t, http.MethodGet, "/notes", "")
	proof, err := signer.Proof(t.Context(), dpop.Request{Method: req.Method, URI: req.URL.String(), AccessToken: token, Now: r.Now()}, nonce)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "DPoP "+token)
	req.Header.Set("DPoP", proof)
	return req
}

// Proofs are for the URL of the server (RFC 9449 §4.3).
func TestDPoP(t *testing.T) {
	r := start(t)
	if got := r.do(t, r.bound(t, newSigner(t), "")); got.StatusCode != http.StatusOK {
		t.Errorf("got %d %s", got.StatusCode, got.body)
	}
}

func TestWithDPoPNonces(t *testing.T) { // RFC 9449 §9
	r := start(t, resourceservertest.WithDPoPNonces())
	signer := newSigner(t)
	first := r.do(t, r.bound(t, signer, ""))
	if first.StatusCode != http.StatusUnauthorized || !strings.Contains(first.body, "use_dpop_nonce") {
		t.Fatalf("got %d %s", first.StatusCode, first.body)
	}
	if got := r.do(t, r.bound(t, signer, first.Header.Get("DPoP-Nonce"))); got.StatusCode != http.StatusOK {
		t.Errorf("with the nonce: got %d %s", got.StatusCode, got.body)
	}
}

// Requests has the values as they were sent.
func TestRequests(t *testing.T) {
	r := start(t)
	req := r.request(t, http.MethodPost, "/notes?x=1", `{"text":"buy milk"}`)
	r.do(t, req)
	r.FailNext(resourceservertest.Fault{Error: oauth.InvalidToken})
	r.do(t, r.request(t, http.MethodPost, "/notes", `{"text":"refused"}`))
	seen := r.Requests()
	if len(seen) != 2 {
		t.Fatalf("got %d requests, want 2", len(seen))
	}
	if got := seen[0]; got.Method != http.MethodPost || got.Path != "/notes" || got.Query.Get("x") != "1" || string(got.Body) != `{"text":"buy milk"}` ||
		got.Header.Get("Authorization") != req.Header.Get("Authorization") || got.Status != http.StatusCreated || got.Time.IsZero() {
		t.Errorf("got %+v", got)
	}
	if got := seen[1]; got.Status != http.StatusUnauthorized || string(got.Body) != `{"text":"refused"}` {
		t.Errorf("got %+v", got)
	}
}

// Many servers run at the same time, and leave nothing behind.
func TestManyServers(t *testing.T) {
	issuer := issuertest.Start(t)
	before := runtime.NumGoroutine()
	t.Run("servers", func(t *testing.T) {
		for range 200 {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				r := &rig{resourceservertest.Start(t, resourceservertest.WithIssuer(issuer.URL)), issuer}
				if got := r.get(t); got.StatusCode != http.StatusOK {
					t.Errorf("got %d %s", got.StatusCode, got.body)
				}
			})
		}
	})
	waittest.Until(t, "the goroutines of the servers have ended", func() bool { return runtime.NumGoroutine() <= before })
}

// newSigner returns a signer of DPoP proofs with a new key.
func newSigner(t testing.TB) *dpop.Signer {
	t.Helper()
	signer, err := dpop.NewSigner(issuertest.NewKey(t, "").Signer)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// stub is a test that records that it was ended.
type stub struct {
	testing.TB
	text string
}

func (s *stub) Fatal(args ...any)                 { s.text = fmt.Sprint(args...); runtime.Goexit() }
func (s *stub) Fatalf(format string, args ...any) { s.Fatal(fmt.Sprintf(format, args...)) }

// A mistake in the use of the package ends the test, with an explanation.
func TestMistakesEndTheTest(t *testing.T) {
	issuer := resourceservertest.WithIssuer(issuertest.Start(t).URL)
	for name, tt := range map[string]struct {
		mistake func(testing.TB)
		want    string
	}{
		"no issuer":          {func(t testing.TB) { resourceservertest.Start(t) }, "WithIssuer"},
		"an invalid setting": {func(t testing.TB) { resourceservertest.Start(t, issuer, resourceservertest.WithResource("x")) }, "resource"},
		"a fault without effect": {func(t testing.TB) {
			resourceservertest.Start(t, issuer).FailNext(resourceservertest.Fault{Path: "/notes"})
		}, "the fault does nothing"},
		"an empty note":          {func(t testing.TB) { resourceservertest.Start(t, issuer).AddNote("alice", " ") }, "no note with this text"},
		"a clock that goes back": {func(t testing.TB) { resourceservertest.Start(t, issuer).Advance(-time.Second) }, "the clock is moved forward"},
	} {
		t.Run(name, func(t *testing.T) {
			s, ended := &stub{TB: t}, make(chan struct{})
			go func() {
				defer close(ended)
				tt.mistake(s)
			}()
			waittest.Closed(t, name, ended)
			if !strings.Contains(s.text, tt.want) {
				t.Errorf("got %q, want a text about %q", s.text, tt.want)
			}
		})
	}
}
