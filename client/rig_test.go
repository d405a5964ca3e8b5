package client_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/client"
	"quartet.example/client/internal/issuertest"
	"quartet.example/shared/config"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/localnet"
	"quartet.example/shared/redistest"
)

const (
	home          = "http://app.localhost:8080"
	sessionCookie = "__Host-quartet-client-session"
	formType      = "application/x-www-form-urlencoded"
)

type header map[string]string

func devConfig(t *testing.T) (cfg client.Config) {
	t.Helper()
	if err := flags.Defaults(&cfg, config.Dev); err != nil {
		t.Fatal(err)
	}
	return cfg
}

// clock is a clock that a test moves.
type clock struct{ moved atomic.Int64 }

func (c *clock) Now() time.Time {
	return time.Unix(1_800_000_000, 0).Add(time.Duration(c.moved.Load()))
}
func (c *clock) Move(d time.Duration) { c.moved.Add(int64(d)) }

// rig is the service between an issuer, a resource server and a Redis of the test.
type rig struct {
	*issuertest.Issuer
	clock *clock
	api   *api
	app   *client.Server
	deps  client.Deps
}

func newRig(t *testing.T) *rig {
	t.Helper()
	clock := &clock{}
	r := &rig{Issuer: issuertest.Start(t, clock.Now), clock: clock}
	r.api = startAPI(t, r.Issuer)
	r.deps = client.Deps{Redis: redistest.New(t), HTTP: localnet.HTTPClient(5 * time.Second), Now: clock.Now}
	r.app = r.start(t)
	return r
}

func (r *rig) start(t *testing.T) *client.Server {
	t.Helper()
	cfg := devConfig(t)
	cfg.Issuer, cfg.APIURL, cfg.ClientSecret = r.URL, r.api.URL, config.Secret(r.ClientSecret)
	cfg.IDTokenAlg = "" // RS256, as for every registration that names no algorithm
	app, err := client.New(cfg, r.deps)
	if err != nil {
		t.Fatal(err)
	}
	return app
}

func (r *rig) signedIn(t *testing.T) *browser {
	t.Helper()
	b := newBrowser(t, r.app)
	b.signIn(r.Issuer)
	return b
}

// api is a resource server that believes the issuer of the test.
type api struct {
	URL    string
	mu     sync.Mutex
	calls  []*http.Request
	bodies []string
	answer http.HandlerFunc
}

func startAPI(t *testing.T, issuer *issuertest.Issuer) *api {
	a := &api{}
	a.set(nil)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		a.mu.Lock()
		a.calls, a.bodies = append(a.calls, r), append(a.bodies, string(body))
		answer := a.answer
		a.mu.Unlock()
		if challenge := issuer.Allow(w, r); challenge != "" {
			w.Header().Set("WWW-Authenticate", challenge)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	a.URL = server.URL
	return a
}

// set changes what the API answers; nil is no notes.
func (a *api) set(answer http.HandlerFunc) {
	if answer == nil {
		answer = answerNotes(`{"notes":[]}`)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answer = answer
}

func (a *api) count() int { return len(a.since(0)) }

func (a *api) since(n int) []*http.Request { a.mu.Lock(); defer a.mu.Unlock(); return a.calls[n:] }

func (a *api) last(t *testing.T) (*http.Request, string) {
	t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.calls) == 0 {
		t.Fatal("the resource server was not called")
	}
	return a.calls[len(a.calls)-1], a.bodies[len(a.bodies)-1]
}

// browser keeps cookies as a browser would.
type browser struct {
	t       *testing.T
	app     http.Handler
	agent   string
	cookies map[string]string
	seen    strings.Builder
}

func newBrowser(t *testing.T, app http.Handler) *browser {
	return &browser{t: t, app: app, cookies: map[string]string{}}
}

func (b *browser) do(method, target, body string, headers header) *http.Response {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), method, home+target, strings.NewReader(body))
	r.Header.Set("User-Agent", b.agent)
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	b.app.ServeHTTP(w, r)
	resp := w.Result()
	for _, c := range resp.Cookies() {
		b.cookies[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	b.seen.WriteString(w.Body.String())
	_ = resp.Header.Write(&b.seen)
	return resp
}

func (b *browser) get(target string) *http.Response {
	b.t.Helper()
	return b.do("GET", target, "", nil)
}

func (b *browser) call(method, target string) *http.Response {
	b.t.Helper()
	return b.do(method, target, "", header{"X-Requested-With": "quartet", "Sec-Fetch-Site": "same-origin"})
}

func (b *browser) form(target string, form url.Values) *http.Response {
	b.t.Helper()
	return b.do("POST", target, form.Encode(), header{"Content-Type": formType, "Origin": home, "Sec-Fetch-Site": "same-origin"})
}

// start begins a login and returns where the browser is sent.
func (b *browser) start(target string) string {
	b.t.Helper()
	resp := b.get(target)
	wantStatus(b.t, resp, http.StatusFound)
	return resp.Header.Get("Location")
}

func (b *browser) signIn(i *issuertest.Issuer) {
	b.t.Helper()
	wantStatus(b.t, b.get("/callback?"+i.Approve(b.t, b.start("/login")).Encode()), http.StatusSeeOther)
}

func body(resp *http.Response) string {
	b, _ := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(strings.NewReader(string(b)))
	return string(b)
}

func wantStatus(t *testing.T, resp *http.Response, want int) {
	t.Helper()
	if resp.StatusCode != want {
		t.Errorf("got %d %s, want %d", resp.StatusCode, body(resp), want)
	}
}
