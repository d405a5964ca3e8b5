package introspection_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/introspection"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/oauth"
)

const signedType = "application/token-introspection+jwt"

// rig is an introspection endpoint and an API that uses it.
type rig struct {
	t            testing.TB
	issuer       *issuertest.Issuer
	clock        *issuertest.Clock
	server       *httptest.Server
	v            *bearer.Validator
	introspector *introspection.Introspector
	api          http.Handler

	mu      sync.Mutex
	said    func() (status int, mediaType, body string)
	asked   int
	accepts []string
	hold    chan struct{} // responses wait until this channel is closed
}

func start(t testing.TB, change ...func(*introspection.Config)) *rig {
	t.Helper()
	r := &rig{t: t, issuer: issuertest.Start(t), clock: issuertest.NewClock()}
	r.server = httptest.NewServer(r)
	t.Cleanup(r.server.Close)
	r.issuer.Describe("introspection_endpoint", r.server.URL+"/introspect")
	cfg := introspection.Config{Issuer: r.issuer.URL, ClientID: "notes api", ClientSecret: "s:1", Now: r.clock.Now}
	for _, f := range change {
		f(&cfg)
	}
	i, err := introspection.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = i.Close() })
	v, err := bearer.New(bearer.Config{
		Issuer: r.issuer.URL, Resource: issuertest.Resource, Now: r.clock.Now, Introspection: i, IntrospectAll: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	r.v, r.introspector = v, i
	r.api = v.Require("notes:read")(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	return r
}

// ServeHTTP is POST /introspect.
func (r *rig) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	// Client ID and secret are form-encoded before Basic encoding (RFC 6749 §2.3.1).
	if id, secret, _ := req.BasicAuth(); id != "notes+api" || secret != "s%3A1" || req.Method != http.MethodPost || req.URL.RawQuery != "" || req.FormValue("token") == "" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	r.mu.Lock()
	r.asked++
	r.accepts = append(r.accepts, req.Header.Get("Accept"))
	hold, said := r.hold, r.said
	r.mu.Unlock()
	if hold != nil {
		<-hold
	}
	status, mediaType, body := said()
	w.Header().Set("Content-Type", mediaType)
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

func (r *rig) says(status int, mediaType, body string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.said = func() (int, string, string) { return status, mediaType, body }
}

// active returns an active response. Each pair of name and value changes a member; nil removes it.
func (r *rig) active(change ...any) string {
	now := r.clock.Now().Unix()
	m := map[string]any{
		"active": true, "iss": r.issuer.URL, "sub": "alice", "aud": issuertest.Resource, "client_id": "notes",
		"scope": "notes:read", "exp": now + 300, "iat": now, "jti": "j1", "token_type": "Bearer",
	}
	for i := 0; i < len(change); i += 2 {
		m[change[i].(string)] = change[i+1]
		if change[i+1] == nil {
			delete(m, change[i].(string))
		}
	}
	body, _ := json.Marshal(m)
	return string(body)
}

// get calls the API with the token. It returns the status, the ids of the checks that ran, and the
// headers.
func (r *rig) get(raw string) (int, string, http.Header) {
	var ids []string
	ctx := oauth.WithObserver(r.t.Context(), func(result oauth.Result) {
		if id := result.Check.ID; result.Passed {
			ids = append(ids, id)
		} else {
			ids = append(ids, "!"+id)
		}
	})
	req := httptest.NewRequestWithContext(ctx, http.MethodGet, "/notes", nil)
	req.Header.Set("Authorization", "Bearer "+raw)
	w := httptest.NewRecorder()
	r.api.ServeHTTP(w, req)
	return w.Code, strings.Join(ids, " "), w.Header()
}

func (r *rig) questions() int { r.mu.Lock(); defer r.mu.Unlock(); return r.asked }

func (r *rig) want(what string, token string, status int, check string) {
	r.t.Helper()
	got, checks, header := r.get(token)
	if got != status || !strings.Contains(checks+" ", check+" ") {
		r.t.Errorf("%s: got %d %s, want %d with %s", what, got, checks, status, check)
	}
	if status == http.StatusServiceUnavailable && header.Get("Retry-After") == "" {
		r.t.Errorf("%s: no Retry-After", what)
	}
}

// tokenFor returns a different token for each test, because responses are cached.
func tokenFor(name string) string { return oauth.Hash(name) }

const asJSON = "application/json"
