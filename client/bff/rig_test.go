package bff_test

import (
	"cmp"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff"
	"quartet.example/client/bff/internal/storetest"
	"quartet.example/client/internal/issuertest"
	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/redistest"
)

const home = "http://app.localhost:8080"

// rig is the client between an issuer, a resource server and a Redis of the test.
type rig struct {
	*issuertest.Issuer
	clock *storetest.Clock
	redis redis.UniversalClient
	api   *api
	app   *bff.Server
	log   *logbook
}

type option func(*bff.Config)

func newRig(t testing.TB, options ...option) *rig {
	t.Helper()
	clock := storetest.NewClock()
	r := &rig{Issuer: issuertest.Start(t, clock.Now), clock: clock, redis: redistest.New(t), log: &logbook{out: t.Output()}}
	r.api = startAPI(t, r.Issuer)
	r.app = r.replica(t, options...)
	return r
}

// production is what an application needs to start there; it can call nobody.
func production(c *bff.Config) {
	c.Development, c.PublicURL, c.Issuer, c.APIURL = false, "https://app.example", "https://auth.example", "https://api.example"
	c.SealKey, c.TrustedProxies, c.AppRedirects = bff.Secret(oauth.NewSecret()), bff.NoProxies, nil
}

// development are the settings of most tests.
func development() bff.Config {
	return bff.Config{
		Provider: bff.Provider{
			Issuer: "http://auth.localhost:9000", ClientID: "notes", ClientSecret: "notes-dev-secret-not-for-production",
			Scopes: []string{"openid", "profile", "notes:read", "notes:write"},
		},
		PublicURL: home, APIURL: "http://api.localhost:9001", AppName: "Notes", Development: true, CookiePrefix: "quartet-client-",
		APIRoutes:    []string{"GET /notes", "POST /notes", "GET /notes/*", "DELETE /notes/*", "GET /whoami"},
		AppRedirects: []string{"http://127.0.0.1/app", "http://[::1]/app"},
	}
}

// replica is one more client on the same Redis.
func (r *rig) replica(t testing.TB, options ...option) *bff.Server {
	t.Helper()
	cfg := development()
	cfg.Issuer, cfg.APIURL, cfg.LoginRate = r.URL, r.api.URL, 1000
	cfg.ClientSecret = bff.Secret(r.ClientSecret)
	cfg.SealKey = "0123456789abcdef0123456789abcdef"
	redisconn.Follow(r.redis, r.clock.Now)
	cfg.Redis, cfg.HTTP, cfg.Now = r.redis, localnet.HTTPClient(5*time.Second), r.clock.Now
	cfg.Log = slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	for _, o := range options {
		o(&cfg)
	}
	app, err := bff.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return app
}

// logbook is what all replicas logged.
type logbook struct {
	mu   sync.Mutex
	text strings.Builder
	out  io.Writer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text.Write(p)
	return l.out.Write(p)
}

func (l *logbook) String() string { l.mu.Lock(); defer l.mu.Unlock(); return l.text.String() }

// api is a resource server that believes the issuer of the test.
type api struct {
	URL    string
	mu     sync.Mutex
	calls  []*http.Request
	bodies []string
	answer func(w http.ResponseWriter, r *http.Request)
}

func startAPI(t testing.TB, issuer *issuertest.Issuer) *api {
	a := &api{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		a.mu.Lock()
		a.calls, a.bodies = append(a.calls, r), append(a.bodies, string(body))
		answer := a.answer
		a.mu.Unlock()
		challenge := issuer.Allow(w, r)
		switch {
		case challenge != "":
			w.Header().Set("WWW-Authenticate", challenge)
			w.WriteHeader(http.StatusUnauthorized)
		case answer != nil:
			answer(w, r)
		default:
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"notes":[]}`)
		}
	}))
	t.Cleanup(server.Close)
	a.URL = server.URL
	return a
}

func (a *api) count() int { a.mu.Lock(); defer a.mu.Unlock(); return len(a.calls) }

func (a *api) last(t testing.TB) (*http.Request, string) {
	t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.calls) == 0 {
		t.Fatal("the resource server was not called")
	}
	return a.calls[len(a.calls)-1], a.bodies[len(a.bodies)-1]
}

// browser keeps cookies as a browser would, and remembers all it was sent.
type browser struct {
	t       testing.TB
	app     http.Handler
	mu      sync.Mutex
	cookies map[string]string
	seen    strings.Builder
}

func newBrowser(t testing.TB, app http.Handler) *browser {
	return &browser{t: t, app: app, cookies: map[string]string{}}
}

type header map[string]string

var ours = header{"X-Requested-With": "quartet", "Sec-Fetch-Site": "same-origin"}

func (b *browser) do(method, target, body string, headers header) *http.Response {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), method, home+target, strings.NewReader(body))
	b.mu.Lock()
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	b.mu.Unlock()
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	r.Host = cmp.Or(headers["Host"], r.Host)
	w := httptest.NewRecorder()
	b.app.ServeHTTP(w, r)
	resp := w.Result()
	b.keep(resp, w.Body.String())
	return resp
}

func (b *browser) keep(resp *http.Response, body string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range resp.Cookies() {
		b.cookies[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	b.seen.WriteString(body + "\n")
	_ = resp.Header.Write(&b.seen)
}

func (b *browser) get(target string) *http.Response {
	b.t.Helper()
	return b.do("GET", target, "", nil)
}

func (b *browser) call(method, target, body string) *http.Response {
	b.t.Helper()
	return b.do(method, target, body, ours)
}

const sessionCookie = "__Host-quartet-client-session"

func (b *browser) sessionID() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.cookies[sessionCookie]
}

// start begins a login and returns where the browser is sent.
func (b *browser) start(target string) string {
	b.t.Helper()
	resp := b.get(target)
	if resp.StatusCode != http.StatusFound {
		b.t.Fatalf("GET %s: got %d %s, want 302", target, resp.StatusCode, body(resp))
	}
	return resp.Header.Get("Location")
}

// signIn goes all the way and returns the callback's answer.
func (b *browser) signIn(i *issuertest.Issuer) *http.Response {
	b.t.Helper()
	return b.get("/callback?" + i.Approve(b.t, b.start("/login")).Encode())
}

func (r *rig) signedIn(t testing.TB) *browser {
	t.Helper()
	b := newBrowser(t, r.app)
	if resp := b.signIn(r.Issuer); resp.StatusCode != http.StatusSeeOther || b.sessionID() == "" {
		t.Fatalf("sign in: got %d %s, want 303 and a session", resp.StatusCode, body(resp))
	}
	return b
}

func body(resp *http.Response) string {
	b, _ := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(strings.NewReader(string(b)))
	return string(b)
}

func wantStatus(t testing.TB, resp *http.Response, want int) {
	t.Helper()
	if resp.StatusCode != want {
		t.Errorf("got %d %s, want %d", resp.StatusCode, body(resp), want)
	}
}

func with(q url.Values, name string, values ...string) url.Values {
	changed := url.Values{}
	for k, v := range q {
		changed[k] = v
	}
	changed[name] = values
	if len(values) == 0 {
		delete(changed, name)
	}
	return changed
}

func wantReady(t *testing.T, r *rig, want bool) {
	t.Helper()
	if err := r.app.Ready(t.Context()); (err == nil) != want {
		t.Errorf("ready: got %v, want %v", err, want)
	}
}

func document(t *testing.T, resp *http.Response) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body(resp)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// pages are open pages of an application, in front of which r.app is.
func (r *rig) pages() http.Handler {
	return r.app.Handler(r.app.Recognize(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if user, err := r.app.User(req); err == nil {
			_, _ = io.WriteString(w, "hello "+user.Name)
			return
		}
		_, _ = io.WriteString(w, `<a href="/login">Sign in</a>`)
	})))
}
