package bearer_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/oauth"
	"quartet.example/shared/waittest"
)

type rig struct {
	issuer *issuertest.Issuer
	clock  *issuertest.Clock
	v      *bearer.Validator
	api    http.Handler
}

func start(t testing.TB, configure ...func(*bearer.Config)) *rig {
	t.Helper()
	r := &rig{issuer: issuertest.Start(t), clock: issuertest.NewClock()}
	r.open(t, configure...)
	r.waitReady(t)
	return r
}

func (r *rig) open(t testing.TB, configure ...func(*bearer.Config)) {
	t.Helper()
	cfg := bearer.Config{
		Issuer: r.issuer.URL, Resource: issuertest.Resource, Realm: "notes", Now: r.clock.Now,
		MetadataURL: issuertest.Resource + "/.well-known/oauth-protected-resource",
	}
	for _, change := range configure {
		change(&cfg)
	}
	v, err := bearer.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	r.v = v
	r.api = v.Require("notes:read")(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if token, ok := bearer.TokenFrom(req.Context()); !ok || token.Subject == "" {
			http.Error(w, "no token in the context", http.StatusInternalServerError)
		}
	}))
}

// waitReady waits until the keys were fetched.
func (r *rig) waitReady(t testing.TB) {
	t.Helper()
	waittest.Until(t, "bearer", func() bool { return r.v.Ready(t.Context()) == nil })
}

func (r *rig) do(req *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r.api.ServeHTTP(w, req)
	return w
}

func (r *rig) get(t testing.TB, authorization ...string) *httptest.ResponseRecorder {
	return r.getWith(t, authorization, "")
}

func (r *rig) getWith(t testing.TB, authorization []string, proof string) *httptest.ResponseRecorder {
	req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/notes", nil)
	for _, value := range authorization {
		req.Header.Add("Authorization", value)
	}
	if proof != "" {
		req.Header.Set("DPoP", proof)
	}
	return r.do(req)
}

// with sends a request with the token. It returns the status and the results of the checks.
func (r *rig) with(t testing.TB, raw string) (status int, results []oauth.Result, w *httptest.ResponseRecorder) {
	ctx := oauth.WithObserver(t.Context(), func(result oauth.Result) { results = append(results, result) })
	req := httptest.NewRequestWithContext(ctx, http.MethodGet, "/notes", nil)
	req.Header.Set("Authorization", "Bearer "+raw)
	w = r.do(req)
	return w.Code, results, w
}

func ids(results []oauth.Result) string {
	var all []string
	for _, r := range results {
		id := r.Check.ID
		if !r.Passed {
			id = "!" + id
		}
		all = append(all, id)
	}
	return strings.Join(all, " ")
}

func wantError(t *testing.T, w *httptest.ResponseRecorder, status int, code oauth.Code) {
	t.Helper()
	var body struct {
		Error oauth.Code `json:"error"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatalf("body %q: %v", w.Body.String(), err)
	}
	if w.Code != status || body.Error != code {
		t.Errorf("got %d %s, want %d %s", w.Code, body.Error, status, code)
	}
}
